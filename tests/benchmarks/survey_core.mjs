// survey-core on an exported edition: node survey_core.mjs FOLDER < input.json > output.json
//
// FOLDER holds node_modules/survey-core. Input: `survey`, `cases` (sets of answers), and `timed` (sets of answers,
// each with `question`, the two `values` that it alternates between, and `rounds`). Output: the version, for each
// case what is visible and all calculated values, and for each timed set the milliseconds of every setting.

import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

const { SurveyModel, Version } = createRequire(join(resolve(process.argv[2]), "package.json"))("survey-core");
const { survey, cases, timed } = JSON.parse(await text(process.stdin));

function filled(answers) {
  const model = new SurveyModel(survey);
  model.data = answers;
  return model;
}

function reading(model) {
  const visible = model.getAllQuestions().filter((question) => question.isVisible);
  return {
    asked: visible.map((question) => question.name),
    values: Object.fromEntries(model.calculatedValues.map((each) => [each.name, each.value])),
  };
}

function times({ answers, question, values, rounds }) {
  const model = filled(answers);
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    const value = values[round % 2];
    const began = performance.now();
    model.setValue(question, value);
    measured.push(performance.now() - began);
  }
  return measured;
}

const readings = cases.map((answers) => reading(filled(answers)));
process.stdout.write(JSON.stringify({ version: Version, cases: readings, timed: timed.map(times) }));
