// The same as the chart in words: which colour is which model, with its share, and all figures as a table.
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { OTHERS } from "./series.js";
import { seriesName, stepText, valueText } from "./units.js";

export function ModelList({ chart, metric, labels }) {
  const language = useLanguage();
  const total = chart.series.reduce((sum, { value }) => sum + value, 0);
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  return (
    <ul className="project-models" data-testid="models-used">
      {chart.series.map((series, index) => (
        <li key={series.model} title={series.model === OTHERS ? undefined : series.model}>
          <i className="project-swatch" style={{ background: `var(--chart-${index + 1})` }} aria-hidden />
          <span>{seriesName(series, labels)}</span>
          <span className="figure">
            {valueText(series.value, metric, language)}
            {total > 0 && ` · ${percent.format(series.value / total)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function UsageTable({ chart, metric, labels }) {
  const language = useLanguage();
  // Days on which nothing was used say nothing in a table.
  const rows = chart.rows.filter(({ total }) => total > 0);
  return (
    <details className="project-table" data-testid="usage-table">
      <summary>{labels.as_table}</summary>
      <div className="usage-day-table" tabIndex={0} role="region" aria-label={labels.as_table}>
        <table className="admin-table-plain">
          <thead>
            <tr>
              <th scope="col">{labels.when}</th>
              {chart.series.map((series) => (
                <th key={series.model} scope="col">
                  {seriesName(series, labels)}
                </th>
              ))}
              <th scope="col">{labels.total}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{stepText(row.key, chart.step, language, labels)}</th>
                {chart.series.map((series, index) => (
                  <td key={series.model}>{valueText(row[`s${index}`], metric, language)}</td>
                ))}
                <td>{valueText(row.total, metric, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
