// Grades answers by the rules of MDN's HTTP Observatory, with its own tests and its own table of scores. Its scanner
// wants a host with a certificate; this gives the tests what the scanner would have got there.
//
// In comes a list of answers, `[{path, headers, html}]`; out goes `[{path, grade, score, failed}]`.
import { text } from "node:stream/consumers";

import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { Requests } from "@mdn/mdn-http-observatory/src/types.js";

const HOST = "example.org";

function graded({ path, headers, html }) {
  const requests = new Requests(HOST);
  const answer = { status: 200, data: html, headers, verified: true };
  Object.assign(requests.responses, { auto: answer, https: answer, cors: answer }); // http: Netlify's own redirect
  requests.resources.path = html;
  requests.session = { url: new URL(`https://${HOST}${path}`) };
  const outputs = ALL_TESTS.map((test) => test(requests));
  const modifiers = outputs.map(({ result }) => getScoreModifier(result));
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 100);
  const base = sum(modifiers.filter((modifier) => modifier < 0));
  const { grade, score } = getGradeForScore(base >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(modifiers) : base);
  return { path, grade, score, failed: outputs.filter(({ pass }) => !pass).map(({ result }) => result) };
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(graded)));
