/** What narrows a list down, in a form that is sent with GET. Each is keyed by its value, so that Back shows what was asked. */

interface FilterProps {
  name: string
  label: string
}

/** One of several, or none. */
export function FilterSelect({
  name,
  label,
  value,
  any,
  options,
}: FilterProps & {
  value: string | undefined
  /** What it says while nothing is chosen. */
  any: string
  options: readonly { value: string; label: string }[]
}) {
  return (
    <label className="filter">
      <span className="filter-label">{label}</span>
      <select className="input" name={name} defaultValue={value ?? ''} key={value}>
        <option value="">{any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A year of four digits. */
export function FilterYear({ label, value }: Pick<FilterProps, 'label'> & { value: number | undefined }) {
  return (
    <label className="filter">
      <span className="filter-label">{label}</span>
      <input
        className="input"
        name="year"
        inputMode="numeric"
        pattern="[0-9]{4}"
        size={4}
        defaultValue={value ?? ''}
        key={value}
      />
    </label>
  )
}
