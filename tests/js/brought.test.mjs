// A reader's table: separated values, and what the model can read of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readBrought } from "../../static/js/state/brought.js";
import { columnsToCsv } from "../../static/js/state/csv.js";
import { decode, parse, separatorOf } from "../../static/js/state/separated.js";

const BRING = {
  key: "pets",
  rows: [2, 4],
  each: 1,
  columns: { weight: [0, 14, "kg"], fluff: [-2, 10], species: ["cat", "dog"] },
};
const GOOD = "weight,fluff,species\n4.5,6,cat\n9,3.5,dog\n";
const TABLE = { weight: [4.5, 9], fluff: [6, 3.5], species: ["cat", "dog"] };

const read = (text, meanings) => readBrought(text, BRING, meanings);
const cells = (text, separator = ",") => parse(text, separator).rows.map((row) => row.cells);

function faulty(text, code, bring = BRING) {
  const { faults } = readBrought(text, bring);
  assert.ok(faults.length > 0, "the table was taken");
  assert.equal(faults[0].code, code);
  return faults[0];
}

test("rows are told apart by any end of a line, and quoted cells hold what they like", () => {
  assert.deepEqual(cells("a,b\r\n1,2\r\n"), [
    ["a", "b"],
    ["1", "2"],
  ]);
  assert.deepEqual(cells("a,b\r1,2"), [
    ["a", "b"],
    ["1", "2"],
  ]);
  assert.deepEqual(cells('"a, ""b""","c\nd" ,\n'), [['a, "b"', "c\nd", ""]]);
  assert.deepEqual(cells('5" cake,b'), [['5" cake', "b"]]);
  assert.deepEqual(cells(" a , b "), [["a", "b"]]);
  assert.deepEqual(cells("\ufeffa,b"), [["a", "b"]]);
  assert.deepEqual(cells(""), []);
});

test("rows have the numbers that a spreadsheet shows, and their places in the text", () => {
  const text = 'a\n\n"b\nc"\nd';
  const { rows } = parse(text, ",");
  assert.deepEqual(
    rows.map(({ number }) => number),
    [1, 3, 4],
  );
  assert.deepEqual(
    rows.map(({ from, to }) => text.slice(from, to)),
    ["a", '"b\nc"', "d"],
  );
});

test("a quotation mark without another one is told with its row", () => {
  assert.equal(parse('a,b\n"1,2\n3,4', ",").open, 2);
  assert.equal(parse('a,b\n"1",2', ",").open, undefined);
  assert.equal(parse('a,b\n1,"2"', ",").open, undefined);
  assert.equal(faulty('weight,fluff,species\n4,"5,cat\n1,2,dog', "quote").row, 2);
});

test("the separator is the one that finds the columns", () => {
  assert.equal(separatorOf("a;b,c;d", ["a", "d"]), ";");
  assert.equal(separatorOf("a\tb", ["a"]), "\t");
  assert.equal(separatorOf("x,y;z", []), ",");
});

test("files are UTF-8, UTF-16 or Windows' own", () => {
  const bytes = (...list) => Uint8Array.from(list);
  assert.equal(decode(new TextEncoder().encode("Größe")), "Größe");
  assert.equal(decode(bytes(0x47, 0x72, 0xf6, 0xdf, 0x65)), "Größe");
  assert.equal(decode(bytes(0xff, 0xfe, 0xf6, 0x00)), "ö");
  assert.equal(decode(bytes(0xfe, 0xff, 0x00, 0xf6)), "ö");
});

test("columns that are written can be read", () => {
  const text = columnsToCsv({ a: [1, 2.5], "b c": ['x "y"', "z,"] }, ["a", "b c"]);
  assert.equal(text, 'a,b c\r\n1,"x ""y"""\r\n2.5,"z,"\r\n');
  assert.deepEqual(read(columnsToCsv(TABLE, Object.keys(TABLE))).table, TABLE);
});

test("a good table is read whatever its columns' order and case, and others are ignored", () => {
  for (const text of [
    GOOD,
    "\ufeffSpecies;name;WEIGHT;Fluff\r\nCat;Tom;4,5;6\r\n DOG ;Rex;9,0;3,5\r\n",
    "name\tspecies\tfluff\tweight\n\tcat\t6\t4.5\n\n\tdog\t3.5\t9\n\n",
    'weight,fluff,species\n"4,5",6.0,cat\n9e0,+3.5,"dog"',
  ]) {
    const found = read(text);
    assert.deepEqual(found.faults, []);
    assert.deepEqual(found.table, TABLE);
    assert.equal(found.rows, 2);
  }
  const { table } = read("a name,weight,fluff,species\n,1,1,cat\n,2,2,dog");
  assert.deepEqual(Object.keys(table).sort(), ["fluff", "species", "weight"]);
});

test("signs and spaces of numbers are read", () => {
  const found = read("weight,fluff,species\n1\u202f0,\u22121.5,cat\n .5,-2,dog");
  assert.deepEqual(found.table, { weight: [10, 0.5], fluff: [-1.5, -2], species: ["cat", "dog"] });
});

test("a text without rows, or without its names, is answered", () => {
  faulty("", "empty");
  faulty(" \n\n", "empty");
  assert.equal(faulty("4.5,6,cat\n9,3,dog", "head").row, 1);
  const { column, found } = faulty("kg,fluff,species\n1,2,cat", "column");
  assert.deepEqual([column, found], ["weight", ["kg", "fluff", "species"]]);
  assert.equal(faulty("weight,Weight,fluff,species\n1,1,2,cat", "twice").column, "weight");
});

test("each cell that cannot be used is told with its row and column", () => {
  const { faults } = read(
    "weight,fluff,species\nheavy,6,cat\n9,11,dog\n,3,cat\nN/A,3,fish\n1,2,cat,4\n1,2\n1.2.3,2,cat",
  );
  assert.deepEqual(
    faults.map(({ code, row, column, value }) => [code, row, column, value]),
    [
      ["number", 2, "weight", "heavy"],
      ["bounds", 3, "fluff", "11"],
      ["missing", 4, "weight", undefined],
      ["missing", 5, "weight", undefined],
      ["word", 5, "species", "fish"],
      ["cells", 6, undefined, undefined],
      ["missing", 7, "species", undefined],
      ["number", 8, "weight", "1.2.3"],
      ["many", undefined, undefined, undefined],
    ],
  );
});

test("bounds themselves are within, and a place says where a fault is written", () => {
  assert.deepEqual(read("weight,fluff,species\n0,-2,cat\n14,10,dog").faults, []);
  const text = "weight,fluff,species\n0,1,cat\n14.1,1,dog";
  const { place } = faulty(text, "bounds");
  assert.equal(text.slice(...place), "14.1,1,dog");
});

test("too few rows, too many, and too few of a class are answered", () => {
  const head = "weight,fluff,species\n";
  assert.equal(faulty(`${head}1,1,cat`, "few").fewest, 2);
  assert.deepEqual(faulty(head, "few").n, 0);
  assert.equal(faulty(head + "1,1,cat\n".repeat(5), "many").n, 5);
  const { column, value, n } = faulty(`${head}1,1,cat\n2,2,cat`, "class");
  assert.deepEqual([column, value, n], ["species", "dog", 0]);
});

test("words that are no class get the meaning that the reader gives them", () => {
  const text = "weight,fluff,species\n4,5,Katze\n9,3,hund\n5,5,katze";
  const { strangers } = read(text);
  assert.deepEqual(strangers, { species: ["Katze", "hund"] });
  const found = read(text, { species: { katze: "cat", hund: "dog" } });
  assert.deepEqual(found.faults, []);
  assert.deepEqual(found.table.species, ["cat", "dog", "cat"]);
});

test("decimal commas between commas are told as too many cells", () => {
  const { n, wanted, row } = faulty("weight,fluff,species\n4,5,6,1,cat", "cells");
  assert.deepEqual([n, wanted, row], [5, 3, 2]);
});
