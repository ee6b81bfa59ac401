// @ts-check
import js from "@eslint/js";
import globals from "globals";

const shipped = [
  "content/**",
  "worker/**",
  "shared/**",
  "card/**",
  "ceremony/**",
  "check/**",
  "popup/**",
  "help/**",
  "sites/**",
  "page/**",
];

export default [
  { ignores: ["node_modules/"] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-console": "error",
      "no-var": "error",
      "prefer-const": "error",
      "max-lines": ["error", 500],
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "max-params": ["error", 4],
      "max-depth": ["error", 3],
    },
  },
  { files: shipped, languageOptions: { globals: { ...globals.browser, ...globals.webextensions } } },
  {
    files: shipped,
    rules: {
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text only: an origin must never become markup." },
        { property: "outerHTML", message: "Text only: an origin must never become markup." },
        { property: "insertAdjacentHTML", message: "Text only: an origin must never become markup." },
      ],
    },
  },
  { files: ["content/**"], languageOptions: { sourceType: "script" } },
  { files: ["test/**", "eslint.config.js"], languageOptions: { globals: { ...globals.node } } },
  { files: ["test/**"], rules: { "max-lines-per-function": "off", "no-console": "off" } },
];
