// How a cost came about: each kind of unit with its price; the lines add up to the total, to the last digit.
export function CostLines({ lines, total, labels, className }) {
  return (
    <table className={className}>
      <caption>{labels.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{labels.kind}</th>
          <th scope="col">{labels.count}</th>
          <th scope="col">{labels.rate}</th>
          <th scope="col">{labels.amount}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index} data-testid="cost-line">
            <th scope="row">{line.kind}</th>
            <td>{line.count}</td>
            <td>{line.rate}</td>
            <td>{line.amount}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            {labels.total}
          </th>
          <td data-testid="cost-total">{total}</td>
        </tr>
      </tfoot>
    </table>
  );
}
