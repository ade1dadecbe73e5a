// Weak kinds: what people of several trades type from the papers on their desks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "draw.h"
#include "kinds.h"

namespace detection::seventh {

using known::Below;
using known::Bits;
using known::Count;
using known::Number;
using known::One;

inline constexpr std::string_view kCows =
    "Lotte Berta Elsa Alma Heidi Resi Liesl Frieda Emma Paula Rosi Zenzi Flora Bella Susi Gerda Olga Wilma Nora Hilde";
inline constexpr std::string_view kAirfields =
    "EDDF EGLL LFPG LOWW LSZH EHAM ESSA EKCH KJFK KSFO RJTT YSSY EDDM LIRF LEMD EPWA LKPR EFHK ENGM EIDW";
inline constexpr std::string_view kParties =
    "Meyer Schulz Hoffmann Becker Wagner Koch Richter Klein Wolf Neumann Braun Zimmermann Krause Lehmann Huber Maier "
    "Fuchs Kaiser Lang Scholz Jung Hahn Keller Vogel";
inline constexpr std::string_view kChords = "C Cmaj7 C7 Dm Dm7 D7 Em Em7 E7 F Fmaj7 Fm G G7 Gsus4 Am Am7 A7 Bb Bdim";
inline constexpr std::string_view kCellLines = "HEK293 HeLa CHO-K1 Jurkat U2OS A549 MCF7 HepG2 Vero NIH3T3";
inline constexpr std::string_view kDrugs = "DMSO rapamycin nocodazole MG132 torin1 cisplatin taxol JQ1";
inline constexpr std::string_view kStations =
    "Lyon Paris Dijon Lille Nantes Rennes Nice Toulon Nancy Metz Tours Reims Brest Angers Avignon Valence";
inline constexpr std::string_view kEnds =
    "Bordeaux Marseille Toulouse Strasbourg Grenoble Limoges Rouen Caen Amiens Orleans Poitiers Besancon Pau Vannes "
    "Colmar Annecy";
inline constexpr std::string_view kLessons = "Ma De En Fr Bio Ch Ph Ge Ek Sp Ku Mu Rel Inf";
inline constexpr std::string_view kStitches = "k1 k2 k3 p1 p2 yo k2tog ssk sl1 m1l m1r c4f";

inline std::string WeatherReport(Generator& random) {
  const std::uint64_t warmth = 10 + Below(random, 20);
  const std::uint64_t dew = warmth - Below(random, 10);
  std::string text = One(random, kAirfields) + " " + Number(random, 1, 28, 2) + Number(random, 0, 23, 2);
  text += One(random, "20Z 50Z") + " " + Number(random, 1, 36, 2) + "0" + Number(random, 3, 18, 2) + "KT 9999 ";
  text += One(random, "FEW SCT BKN") + "0" + Number(random, 20, 49, 2) + " " + known::Padded(warmth, 2) + "/" +
          known::Padded(dew, 2);
  return text + " Q" + Number(random, 995, 1034, 4);
}

inline std::vector<Kind> WorkKinds() {
  return {
      {"nurse's ward, bed and shift with the date", Bits(12, 4, 30, Count("frueh spaet nacht"), 28, 12),
       [](Generator& random) {
         std::string text = "Station" + Number(random, 1, 12) + One(random, "A B C D") + " Bett" +
                            Number(random, 1, 30) + " " + One(random, "frueh spaet nacht");
         return text + " " + Number(random, 1, 28) + "." + Number(random, 1, 12) + ".";
       }},
      {"farmer's cow with her ear tag", Bits(Count(kCows), 16, 100000000),
       [](Generator& random) {
         return One(random, kCows) + " DE " + Number(random, 1, 16, 2) + " " + Number(random, 0, 99999999, 8);
       }},
      {"airfield weather report", Bits(Count(kAirfields), 28, 24, 2, 36, 16, 3, 30, 20, 10, 40), WeatherReport},
      {"lawyer's file number with the parties", Bits(30, 5, 999, 25, Count(kParties), Count(kParties)),
       [](Generator& random) {
         return Number(random, 1, 30) + " " + One(random, "O C S U T") + " " + Number(random, 1, 999) + "/" +
                Number(random, 0, 24, 2) + " " + One(random, kParties) + " ./. " + One(random, kParties);
       }},
      {"guitarist's chord sheet with the tempo", 8 * Bits(Count(kChords)) + Bits(31),
       [](Generator& random) {
         return known::Repeat(8, "|", [&] { return One(random, kChords); }) + " " +
                known::Padded(60 + 4 * Below(random, 31), 1) + "bpm";
       }},
  };
}

inline std::vector<Kind> CraftKinds() {
  return {
      {"cell culture tube label", Bits(28, 12, 6, Count(kCellLines), 40, Count(kDrugs), 5, 4),
       [](Generator& random) {
         std::string text = known::Date(random, "yMD", 2018, 6) + "_" + One(random, kCellLines) + "_p" +
                            Number(random, 1, 40) + "_" + One(random, kDrugs);
         return text + "_" + One(random, "1uM 5uM 10uM 50uM 100nM") + "_rep" + Number(random, 1, 4);
       }},
      {"warehouse shelf with article number and count", Bits(26, 40, 6, 1000000, 48),
       [](Generator& random) {
         return known::Chars(random, known::kUpper, 1) + "-" + Number(random, 1, 40, 2) + "-" +
                Number(random, 1, 6, 2) + "/ART" + Number(random, 0, 999999, 6) + "x" + Number(random, 1, 48);
       }},
      {"french train with its stations and seat", Bits(4000, Count(kStations), Count(kEnds), 18, 90),
       [](Generator& random) {
         const std::string train = "TGV" + Number(random, 5000, 8999);
         return train + " " + One(random, kStations) + "-" + One(random, kEnds) + " voit" + Number(random, 1, 18) +
                " pl" + Number(random, 11, 100);
       }},
      {"school timetable of one day", Bits(5, 13, 6) + 6 * Bits(Count(kLessons)),
       [](Generator& random) {
         return One(random, "Mo Di Mi Do Fr") + Number(random, 1, 13) + One(random, "a b c d e f") + ":" +
                known::Repeat(6, "-", [&] { return One(random, kLessons); });
       }},
      {"row of a knitting pattern", Bits(40) + 8 * Bits(Count(kStitches)),
       [](Generator& random) {
         return "Row " + Number(random, 1, 40) + ": " + known::Repeat(8, ", ", [&] { return One(random, kStitches); });
       }},
  };
}

}  // namespace detection::seventh
