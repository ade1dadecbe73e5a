// Notations of trades, of programs and of identifiers.
#pragma once

#include <string>

#include "draw.h"
#include "held_out_second_words.h"
#include "kinds.h"

namespace detection::known::second {

inline constexpr Kind kNotation[] = {
    {"HTTP header", Bits(Count(kHeaders), 100000),
     [](Generator& random) { return One(random, kHeaders) + ": max=" + Number(random, 0, 99999); }},
    {"Python expression", Bits(5, Count(kThings), Count(kThings), 100),
     [](Generator& random) {
       return "print(" + One(random, "len sum max min str") + "(" + Lower(One(random, kThings)) + "s[" +
              Number(random, 0, 99) + "]." + Lower(One(random, kThings)) + "))";
     }},
    {"CSS rule", Bits(4, 40, 40, 8),
     [](Generator& random) {
       return One(random, "margin padding border inset") + ":" + Number(random, 0, 39) + "px " + Number(random, 0, 39) +
              "px;color:" + One(random, "red blue green black white gray navy teal") + ";";
     }},
    {"LaTeX formula", Bits(100, 26, 26, 100, 3),
     [](Generator& random) {
       return "\\frac{" + Number(random, 0, 99) + "}{" + Chars(random, kLower, 1) + "}" + Chars(random, "+-=", 1) +
              "\\sqrt{" + Number(random, 0, 99) + Chars(random, kLower, 1) + "}";
     }},
    {"git command", Bits(4, 4, Count(kThings), 1000),
     [](Generator& random) {
       return "git " + One(random, "checkout -b,branch -d,push origin,merge --no-ff", ',') + " " +
              One(random, "fix feature test hotfix") + "-" + Lower(One(random, kThings)) + "-" + Number(random, 0, 999);
     }},
    {"regular expression", Bits(4, 10, 10, 4, 3),
     [](Generator& random) {
       return "^" + One(random, "[a-z] [A-Z] [0-9] [a-f]") + "{" + Number(random, 0, 9) + "," + Number(random, 10, 19) +
              "}" + One(random, "\\d+ \\w* \\s? .*") + One(random, "$ (foo|bar)$ [^/]+$");
     }},
    {"XPath", Bits(5, Count(kThings), 6, 100),
     [](Generator& random) {
       return "//" + One(random, "div span table form section") + "[@id='" + Lower(One(random, kThings)) + "']/" +
              One(random, "a p li td tr input") + "[" + Number(random, 0, 99) + "]";
     }},
    {"lines of a manifest", Bits(20, 6, 30, 30),
     [](Generator& random) {
       return "replicas: " + Number(random, 1, 20) + ", image: " + One(random, "nginx redis mysql httpd mongo kafka") +
              ":1." + Number(random, 0, 29) + "." + Number(random, 0, 29);
     }},
    {"tennis match", Bits(Count(kPlayers)) + 3 * Bits(14),
     [](Generator& random) {
       return One(random, kPlayers) + " " +
              Repeat(3, " ", [&] { return One(random, "6-0 6-1 6-2 6-3 6-4 7-5 7-6 0-6 1-6 2-6 3-6 4-6 5-7 6-7"); });
     }},
    {"notes of a tune", 12 * Bits(7),
     [](Generator& random) { return Repeat(12, "-", [&] { return One(random, "do re mi fa sol la si"); }); }},
    {"knitting pattern", 7 * Bits(24),
     [](Generator& random) {
       return Repeat(7, " ", [&] { return One(random, "K P YO SSK") + Number(random, 1, 6); });
     }},
    {"dice of a role play", 4 * Bits(3, 6, 6),
     [](Generator& random) {
       return Repeat(4, " ", [&] {
         return Number(random, 1, 3) + "d" + One(random, "4 6 8 10 12 20") + "+" + Number(random, 0, 5);
       });
     }},
    // Minutes with three decimals within two degrees.
    {"place of a geocache", Bits(60000, 60000, 4),
     [](Generator& random) {
       return "N4" + Number(random, 7, 8) + " " + Number(random, 0, 59, 2) + "." + Number(random, 0, 999, 3) + " E01" +
              Number(random, 5, 6) + " " + Number(random, 0, 59, 2) + "." + Number(random, 0, 999, 3);
     }},
    {"noughts and crosses", 20 * Bits(3), [](Generator& random) { return Chars(random, "XO_", 20); }},
    {"signs of the zodiac and a time", 3 * Bits(Count(kZodiac)) + Bits(1440),
     [](Generator& random) { return Repeat(3, "-", [&] { return One(random, kZodiac); }) + Time(random, "-h:m"); }},
    {"temperatures of a week", 7 * Bits(16),
     [](Generator& random) { return Repeat(7, " ", [&] { return Number(random, 15, 30) + "C"; }); }},
    {"sum of fractions", 4 * Bits(9, 9),
     [](Generator& random) {
       return Repeat(4, "+", [&] { return Number(random, 1, 9) + "/" + Number(random, 1, 9); }) + "=?";
     }},
    // Nine strokes of two fingers, each of four pairs of keys.
    {"drumming with two fingers", 9 * Bits(4),
     [](Generator& random) { return Repeat(9, "", [&] { return One(random, "fj dk sl a;"); }); }},
    {"DOI", Bits(5, 20, 12, 999),
     [](Generator& random) {
       return "10.1016/j." + One(random, "cell jmb ijc tcs chb") + "." + Number(random, 2001, 2020) + "." +
              Number(random, 1, 12, 2) + "." + Number(random, 1, 999, 3);
     }},
    {"VAT number and a name", Bits(100000000, Count(kSurnames)),
     [](Generator& random) { return "ATU" + Number(random, 0, 99999999, 8) + " " + One(random, kSurnames); }},
    {"part number", Bits(4, 4, 50, 8),
     [](Generator& random) {
       return One(random, "RJ45 USB3 HDMI SATA") + "-CAT" + Number(random, 5, 8) + "-" + Number(random, 1, 50) + "m-" +
              One(random, "blue red grey black white green yellow pink");
     }},
    {"train", Bits(4, 3000, 30, 1440),
     [](Generator& random) {
       return One(random, "ICE IC RJ EC") + " " + Number(random, 1, 3000) + " Gleis " + Number(random, 1, 30) +
              Time(random, " h:m");
     }},
    {"patent", Bits(5000000, 2),
     [](Generator& random) {
       return "US " + Number(random, 5, 9) + "," + Number(random, 0, 999, 3) + "," + Number(random, 0, 999, 3) + " B" +
              Number(random, 1, 2);
     }},
    {"citation", Bits(Count(kSurnames), 40, 500),
     [](Generator& random) {
       return One(random, kSurnames) + " et al. (" + Number(random, 1980, 2019) + "), p. " + Number(random, 1, 500);
     }},
    {"Italian number plate and a car", 4 * Bits(22) + Bits(1000, 5),
     [](Generator& random) {
       const auto letters = [&] { return Chars(random, "ABCDEFGHJKLMNPRSTVWXYZ", 2); };
       return letters() + " " + Number(random, 0, 999, 3) + " " + letters() + " " +
              One(random, "Fiat-500 Fiat-Uno Lancia Ferrari Maserati");
     }},
    {"key of PGP", 8 * Bits(16), [](Generator& random) { return "pgp-key-0x" + Upper(Chars(random, kHex, 8)); }},
};

}  // namespace detection::known::second
