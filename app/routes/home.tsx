export default function Home() {
  return <h1>Sagwa</h1>
}
