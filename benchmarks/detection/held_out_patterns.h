// Keyboard patterns, numbers and notations that people type.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "draw.h"
#include "held_out_words.h"
#include "kinds.h"

namespace detection::known::held_out {

inline constexpr Kind kPatterns[] = {
    // Six letters or digits, ten zeros.
    {"six characters and zeros", 6 * Bits(62),
     [](Generator& random) { return Chars(random, kBase62, 6) + "0000000000"; }},
    // Two cells of 26 columns and 99 rows, function of five, rate of 100.
    {"spreadsheet formula", Bits(5, 26, 99, 26, 99, 100),
     [](Generator& random) {
       return Filled("=" + One(random, "SUM AVERAGE MAX SUMME COUNT") + "(" + Chars(random, kUpper, 1) +
                         Number(random, 1, 99) + ":" + Chars(random, kUpper, 1) + Number(random, 1, 99) + ")*1." +
                         Number(random, 0, 99, 2),
                     "+0");
     }},
    // Columns, table, condition with a number below 10000.
    {"SQL statement", Bits(Count(kColumns), Count(kColumns), Count(kTables), Count(kColumns), 3, 10000),
     [](Generator& random) {
       return "SELECT " + One(random, kColumns) + "," + One(random, kColumns) + " FROM " + One(random, kTables) +
              " WHERE " + One(random, kColumns) + Chars(random, "=<>", 1) + Number(random, 0, 9999) + ";";
     }},
    // Six forms, system, module, stage.
    {"unexpanded placeholder", Bits(6, Count(kSystems), Count(kModules), Count(kStages)),
     [](Generator& random) {
       const std::string name = One(random, kSystems) + "_" + One(random, kModules) + "_" + One(random, kStages);
       const std::string form = One(random, "${*} {{.Values.*}} <*> %*% $(*) __*__");
       return Filled(Replace(form, "*", form[0] == '{' ? name : Upper(name)), "_TOKEN");
     }},
    // Five of ten columns, each up or down, each with or without shift.
    {"keyboard columns", 5 * Bits(10, 4),
     [](Generator& random) {
       return Repeat(5, "", [&] {
         const std::string column = One(random, "1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/");
         const std::string run = Below(random, 2) == 0 ? column : Reverse(column);
         return Below(random, 2) == 0 ? run : Upper(run);
       });
     }},
    // Directory, system, stage, extension, number below 100.
    {"file path", Bits(Count(kDirectories), Count(kSystems), Count(kStages), Count(kExtensions), 100),
     [](Generator& random) {
       return Filled(One(random, kDirectories) + "/" + One(random, kSystems) + "-" + One(random, kStages) +
                         Number(random, 0, 99) + "." + One(random, kExtensions),
                     ".bak");
     }},
    // Seven of sixteen smileys.
    {"smileys", 7 * Bits(16),
     [](Generator& random) {
       return Filled(
           Repeat(7, " ", [&] { return One(random, ":-) ;-) :-( :D :P ;P :-/ :-O 8-) :-* <3 ^^ -.- o_O \\o/ xD"); }),
           ".");
     }},
    // Six letters of 26.
    {"radio alphabet", 6 * Bits(26),
     [](Generator& random) {
       return Repeat(6, "-", [&] {
         return One(random,
                    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa "
                    "quebec romeo sierra tango uniform victor whiskey xray yankee zulu");
       });
     }},
    // Three commands, two joints of four, path.
    {"shell pipeline", 3 * Bits(Count(kCommands)) + Bits(4, 4, Count(kDirectories)),
     [](Generator& random) {
       return One(random, kCommands) + One(random, "| && ; ||") + One(random, kCommands) + One(random, "| && ; ||") +
              One(random, kCommands) + " " + One(random, kDirectories);
     }},
    // Two PINs of four digits, two days of 80 years.
    {"two bank PINs and two birthdays", Bits(10000, 10000, 28, 12, 80, 28, 12, 80),
     [](Generator& random) {
       return Number(random, 0, 9999, 4) + Date(random, "DMy", 1920, 80) + Number(random, 0, 9999, 4) +
              Date(random, "DMy", 1920, 80);
     }},
    // Two verses: book, chapter of 20, verse of 30.
    {"verses of the Bible", 2 * Bits(Count(kBooks), 20, 30),
     [](Generator& random) {
       return Filled(
           Repeat(2, ";", [&] { return One(random, kBooks) + Number(random, 1, 20) + ":" + Number(random, 1, 30); }),
           "Amen");
     }},
    // Eight chords, tempo from 60 to 187.
    {"chords of a song", 8 * Bits(Count(kChords)) + Bits(128),
     [](Generator& random) {
       return Repeat(8, "-", [&] { return One(random, kChords); }) + "@" + Number(random, 60, 187);
     }},
    // Start below 1000, step below 100; nine members, separator of four.
    {"arithmetic sequence", Bits(1000, 99, 4),
     [](Generator& random) {
       std::uint64_t member = Below(random, 1000);
       const std::uint64_t step = 1 + Below(random, 99);
       return Repeat(9, One(random, ",|-|/|.", '|'), [&] { return std::to_string(member += step); });
     }},
    // Day, month, year of 130, name.
    {"date in Roman numerals", Bits(28, 12, 130, Count(kNames)),
     [](Generator& random) {
       const auto roman = [](std::uint64_t number) {
         std::string text;
         std::string_view letters = "M CM D CD C XC L XL X IX V IV I";
         for (const std::uint64_t value : {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}) {
           for (; number >= value; number -= value) {
             text += letters.substr(0, letters.find(' '));
           }
           letters.remove_prefix(std::min(letters.size(), letters.find(' ') + 1));
         }
         return text;
       };
       const std::string date = roman(1 + Below(random, 28)) + "." + roman(1 + Below(random, 12)) + ".";
       return Filled(date + roman(1890 + Below(random, 130)) + One(random, kNames), ".AD");
     }},
    // Four compounds, factors from one to six.
    {"chemical equation", Bits(Count(kChemicals), Count(kChemicals), Count(kChemicals), Count(kChemicals), 6, 6, 6, 6),
     [](Generator& random) {
       const auto term = [&] { return Number(random, 1, 6) + One(random, kChemicals); };
       return Filled(Repeat(2, "+", term) + "=" + Repeat(2, "+", term), "+H2O");
     }},
    // Minute of 60, hour of 24, five days, three months, command.
    {"cron line", Bits(60, 24, 5, 3, Count(kSystems)),
     [](Generator& random) {
       return Number(random, 0, 59) + " " + Number(random, 0, 23) + " * " + One(random, "* 1 */3") + " " +
              One(random, "* 1-5 MON SUN 6,7") + " /" + One(random, kSystems) + ".sh";
     }},
    // Eighteen presses of eight keys, taken as independent.
    {"mashing of the home row", 18 * Bits(8), [](Generator& random) { return Chars(random, "asdfjkl;", 18); }},
};

}  // namespace detection::known::held_out
