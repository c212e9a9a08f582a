export const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
li p { margin: 0; }
.status { font-weight: bold; }
[data-status="CANCELLED"] > a, [data-status="CANCELLED"] > h1 { text-decoration: line-through; }
`;
