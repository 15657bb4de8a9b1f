// What was used, as bars over time. Readers of screens have the table below instead (models_used.jsx).
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { markText, seriesName, shortStep, stepText, valueText } from "./units.js";

const HEIGHT = 220;
const MARKS = { fill: "var(--soft)", fontSize: 12 };
const colorOf = (index) => `var(--chart-${index + 1})`;

export default function UsageChart({ chart, metric, labels }) {
  const language = useLanguage();
  const last = chart.series.length - 1;
  return (
    <div className="project-chart" aria-hidden="true" data-testid="chart" data-series={chart.series.length}>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <BarChart data={chart.rows} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} barCategoryGap="18%" accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="key" tickFormatter={(key) => shortStep(key, chart.step, language)} tick={MARKS} tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} minTickGap={28} />
          <YAxis width="auto" tickFormatter={(value) => markText(value, metric, language)} tick={MARKS} tickLine={false} axisLine={false} tickCount={4} allowDecimals={metric === "cost"} />
          <Tooltip cursor={{ fill: "var(--raised)" }} isAnimationActive={false} content={<Shown chart={chart} metric={metric} labels={labels} />} />
          {chart.series.map((series, index) => (
            <Bar key={series.model} dataKey={`s${index}`} stackId="all" fill={colorOf(index)} stroke="var(--surface)" strokeWidth={index < last ? 0.5 : 0} maxBarSize={44} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

// What lies under the pointer, the largest first as in the list below.
function Shown({ active, payload, chart, metric, labels }) {
  const language = useLanguage();
  const row = active && payload?.[0]?.payload;
  if (!row) return null;
  const used = chart.series.map((series, index) => ({ series, index, value: row[`s${index}`] })).filter(({ value }) => value > 0);
  return (
    <div className="floating project-shown">
      <strong>{stepText(row.key, chart.step, language, labels)}</strong>
      {used.map(({ series, index, value }) => (
        <span key={series.model}>
          <i className="project-swatch" style={{ background: colorOf(index) }} />
          {seriesName(series, labels)}
          <b className="figure">{valueText(value, metric, language)}</b>
        </span>
      ))}
      <span>
        {labels.total}
        <b className="figure">{valueText(row.total, metric, language)}</b>
      </span>
    </div>
  );
}
