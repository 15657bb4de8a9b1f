// Taxes, and everybody's invoices with their files.
import { useState } from "react";
import { Download } from "lucide-react";
import { fill } from "$/public/external/chat_app/components/admin/library/words.js";
import { centsText } from "$/public/external/chat_app/components/billing/library/money.js";
import { Dialog } from "$/public/external/chat_app/components/ui/library/dialog.jsx";
import { useLanguage } from "$/public/external/chat_app/components/ui/library/language.js";
import { icon } from "./calls.js";
import { RestTable } from "./rest_table.jsx";

const FORMATS = ["pdf", "xml", "xrechnung"];
const rateText = (points, language) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 }).format(`${points}e-4`);

export function InvoicesTab({ reports, labels }) {
  const language = useLanguage();
  const [opened, setOpened] = useState(null);
  const columns = [
    { key: "number", label: labels.invoice },
    { key: "buyer", label: labels.buyer },
    { key: "net", label: labels.net, kind: "number" },
    { key: "vat", label: labels.vat, kind: "number" },
    { key: "total", label: labels.total, kind: "number" },
    { key: "tax", label: labels.tax },
    { key: "issued", label: labels.issued, kind: "day" },
  ];
  const money = (invoice, cents) => centsText(cents, invoice.currency, language);
  const toRow = (invoice) => ({
    id: invoice.id,
    cells: {
      number: invoice.number,
      buyer: invoice.buyer,
      net: money(invoice, invoice.net_cents),
      vat: money(invoice, invoice.vat_cents),
      total: money(invoice, invoice.total_cents),
      tax: invoice.tax_category === "S" ? `${invoice.country} ${rateText(invoice.rate_points, language)}` : labels[`category_${invoice.tax_category}`],
      issued: invoice.issued_at,
    },
    notes: { number: invoice.corrects ? fill(labels.corrects, { number: invoice.corrects }) : "" },
  });
  return (
    <div className="billing-content">
      {reports}
      <RestTable path="/invoices" columns={columns} toRow={toRow} labels={labels} searchLabel={labels.search_invoices} emptyText={labels.no_invoices} testid="all-invoices" onRow={setOpened} />
      {opened && <Files invoice={opened} labels={labels} onClose={() => setOpened(null)} />}
    </div>
  );
}

function Files({ invoice, labels, onClose }) {
  return (
    <Dialog open onClose={onClose} title={invoice.number} closeLabel={labels.close} testid="invoice-files">
      <p className="admin-text">{invoice.ready ? labels.files_text : labels.files_later}</p>
      {invoice.ready && (
        <div className="account-row">
          {FORMATS.map((format) => (
            <a key={format} className="button" href={`/api/v1/billing/invoices/${invoice.id}/${format}`} download data-testid={`file-${format}`}>
              <Download {...icon} />
              {labels[`format_${format}`]}
            </a>
          ))}
        </div>
      )}
    </Dialog>
  );
}
