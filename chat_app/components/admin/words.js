// Texts with gaps: fill("{count} people", { count: 3 }).
export const fill = (text, values) => text.replace(/\{([a-z_]+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
