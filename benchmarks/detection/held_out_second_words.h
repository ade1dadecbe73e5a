// Word lists of the second held-out kinds, one blank between words.
#pragma once

#include <string_view>

namespace detection::known::second {

inline constexpr std::string_view kDutch =
    "fiets kaas molen tulp regen winkel boterham gracht zolder kapper sleutel emmer lepel vork ketting kikker eekhoorn "
    "paraplu potlood stofzuiger wasmachine gordijn kussen schaats dijk polder sinaasappel aardbei komkommer bloemkool";
inline constexpr std::string_view kSwedish =
    "hund katt skog sjo flicka pojke hammare spik kaffe bulle smorgas knackebrod alg lax kanelbulle stuga brygga bat "
    "segel norrsken jultomte midsommar fonster dorr stol bord lampa nyckel cykel tag";
inline constexpr std::string_view kHungarian =
    "alma korte szilva kutya macska hajo repulo vonat iskola tanar konyv asztal szek ablak ajto kulcs lampa virag "
    "paprika gulyas palinka balaton duna hegy volgy felho napfeny csillag szerelem barat";
inline constexpr std::string_view kFinnish =
    "kala koira kissa jarvi metsa sauna mokki vene lumi talvi kesa ruisleipa mustikka puolukka poro karhu susi kettu "
    "hirvi joutsen kello kirja poyta tuoli ikkuna avain lamppu kukka kahvi maito";
inline constexpr std::string_view kItalian =
    "gatto cane topo cavallo libro penna tavolo sedia finestra chiave lampada fiore formaggio vino pane burro zucchero "
    "sale pepe olio mare montagna fiume lago bosco strada piazza chiesa scuola ospedale";
inline constexpr std::string_view kItalianVerbs =
    "mangia beve legge scrive guarda cerca trova perde apre chiude canta balla corre dorme sogna";
inline constexpr std::string_view kCroatian =
    "more otok brod riba sunce mjesec zvijezda oblak kisa snijeg planina rijeka jezero suma cvijet jabuka kruska "
    "sljiva "
    "grozdje kruh sir mlijeko prozor vrata stol stolica kljuc knjiga olovka skola";
inline constexpr std::string_view kCroatianNames =
    "Ivana Marko Ante Josip Petra Luka Marija Tomislav Zoran Goran Nikola Jelena Mirjana Davor Hrvoje Branka Stjepan "
    "Dario Vesna Mladen";
inline constexpr std::string_view kVietnamese =
    "hoa sen truc lan cuc mai dao sua gao nuoc lua rung bien song nui trau meo ga vit ca tom cua banh pho bun xoi che "
    "tra duong muoi";
inline constexpr std::string_view kNature =
    "river valley meadow canyon willow maple cedar birch otter badger heron sparrow lizard beetle moss fern pebble "
    "boulder creek pond marsh cliff dune reed clover thistle acorn hollow ridge glade";
inline constexpr std::string_view kQualities =
    "quiet gentle hollow bitter crooked ancient narrow distant hidden broken scarlet wooden humble rusty velvet misty "
    "curious stubborn patient fragile";
inline constexpr std::string_view kMotions =
    "runs sleeps waits hums drifts crawls falls rises turns bends rests fades glows leans winds";
inline constexpr std::string_view kInstruments =
    "violin cello trumpet clarinet oboe bassoon tuba flute harp drum cymbal banjo ukulele accordion mandolin viola "
    "trombone xylophone bagpipe harmonica";
inline constexpr std::string_view kTools =
    "wrench pliers chisel screwdriver sander ladder toolbox crowbar spanner mallet handsaw hacksaw clamp trowel rake "
    "spade shears wheelbarrow sledge anvil";
inline constexpr std::string_view kGetVerbs =
    "get set find load save update delete create fetch parse build check count send open close reset merge";
inline constexpr std::string_view kThings =
    "User Order Token Session Invoice Account Product Customer Record Message Buffer Request Response Cluster Node "
    "Config Secret Stage Project Service";
inline constexpr std::string_view kBands =
    "Nirvana Metallica Coldplay Radiohead Queen ABBA Genesis Blondie Oasis Muse Slayer Rammstein Kraftwerk Scorpions "
    "Aerosmith Foreigner Toto Europe Journey Rush";
inline constexpr std::string_view kSongs =
    "Creep Wonderwall Yellow Jump Africa Angie Imagine Thriller Roxanne Layla Sultans Hurricane Heroes Starman Dreams "
    "Hallelujah Waterloo Zombie Jolene Fernando";
inline constexpr std::string_view kWeekdays = "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays";
inline constexpr std::string_view kHeaders =
    "Cache-Control Content-Type Content-Length Accept-Encoding User-Agent Set-Cookie If-None-Match X-Forwarded-For "
    "X-Request-Id Access-Control-Max-Age Retry-After Strict-Transport-Security";
inline constexpr std::string_view kPlayers =
    "Federer Nadal Djokovic Agassi Sampras Becker Graf Seles Williams Osaka Murray Thiem Borg McEnroe Lendl";
inline constexpr std::string_view kZodiac =
    "Aries Taurus Gemini Cancer Leo Virgo Libra Scorpio Sagittarius Capricorn Aquarius Pisces";
inline constexpr std::string_view kGermanSpelling =
    "Anton Berta Caesar Dora Emil Friedrich Gustav Heinrich Ida Julius Kaufmann Ludwig Martha Nordpol Otto Paula "
    "Quelle "
    "Richard Samuel Theodor Ulrich Viktor Wilhelm Xanthippe Ypsilon Zacharias";
inline constexpr std::string_view kRoles =
    "admin reader writer deployer auditor operator backup billing viewer owner support builder";
inline constexpr std::string_view kSurnames =
    "Smith Johnson Brown Garcia Miller Davis Wilson Anderson Taylor Moore Jackson Lee Harris Clark Lewis Walker Young "
    "King Wright Scott Green Baker Nelson Hill Campbell Mitchell Roberts Carter Phillips Evans";

}  // namespace detection::known::second
