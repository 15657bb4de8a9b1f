// How currencies are written, as in services/kernel/currencies.toml.
export const SYMBOLS = {
  USD: "$",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  KRW: "₩",
  INR: "₹",
  ILS: "₪",
  TRY: "₺",
  PHP: "₱",
  VND: "₫",
  AUD: "A$",
  BRL: "R$",
  CAD: "CA$",
  HKD: "HK$",
  MXN: "MX$",
  NZD: "NZ$",
};
const OTHERS = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

/** How many digits stand behind the point. */
export const digitsBehindPoint = (currency) => Number(Object.keys(OTHERS).find((digits) => OTHERS[digits].includes(currency)) ?? 2);
