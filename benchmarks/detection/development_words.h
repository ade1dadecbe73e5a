// Word lists of the development kinds, one blank (in kProverbs a bar) between words.
#pragma once

#include <string_view>

namespace detection::known::development {

inline constexpr std::string_view kAdjectives =
    "ecstatic pale shiny hollow vivid calm jolly dizzy upbeat boring fancy nostalgic inspiring golden weary mighty "
    "hungry jealous lucky romantic gentle nervous hopeful quiet crazy tender ugly bitter clever rusty odd eager";

inline constexpr std::string_view kBrands =
    "iPhone Galaxy Pixel ThinkPad MacBook Latitude EliteBook PlayStation Xbox Corolla Civic Golf Passat Octavia "
    "Fiesta Focus Mustang Clio Megane Panda Punto Fabia Boxster Airbus Boeing Leica Canon Nikon Kindle Roomba Dyson "
    "Vespa Ducati Harley Yamaha Stratocaster";

inline constexpr std::string_view kCities =
    "Belfast Ankara Firenze Pune Oslo Chennai Detroit Boston Rosario Poznan Sevilla Brno Glasgow Bangkok Utrecht "
    "Edinburgh Dublin Denver Amsterdam Delhi Sapporo Montreal Toronto Antwerpen Salzburg Beijing Dallas Roma Cork "
    "Odesa Medellin Helsinki Nagoya Melbourne Austin Leeds Perth Kobenhavn Bogota Sofia Recife Hannover Brussel "
    "Moskva Basel Izmir Valencia BuenosAires Genf Sydney Bern Atlanta NewYork Bursa Luxembourg Chicago Bandung Omsk "
    "Manila Milano Seattle Miami Graz Tokyo Vilnius Busan Zagreb Mumbai Vancouver Bangalore Hyderabad Nairobi "
    "Santiago Antalya Split Lyon";

inline constexpr std::string_view kClubs =
    "Packers Cowboys Lazio Celtics Marseille Sevilla Newcastle Bremen Persib Barcelona Zenit Corinthians Lech "
    "Warriors Wisla River Gladbach Boca Besiktas Dortmund Celtic Atletico RealMadrid Leverkusen Koeln Ajax "
    "AstonVilla Flamengo Milan Legia Persija Lyon Inter CSKA Benfica PSG Chelsea Liverpool";

inline constexpr std::string_view kColours =
    "red green blue black white yellow purple orange pink brown grey cyan magenta violet indigo teal navy maroon "
    "olive lime coral salmon crimson khaki orchid plum tan sienna turquoise beige ivory lavender";

inline constexpr std::string_view kCompanies =
    "Acme Globex Initech Umbrella Siemens Bosch Allianz Telekom Lufthansa Renault Orange Airbus Telefonica Repsol "
    "Santander Petrobras Embraer Orlen Allegro Turkcell Vestel Garuda Gojek Tata Infosys Wipro Toyota Sony Nintendo "
    "Yandex Gazprom Barclays Tesco Vodafone Google Microsoft Amazon Oracle Cisco Intel Nokia Ericsson Volvo Ikea "
    "Philips Shell Unilever Nestle Novartis Roche";

inline constexpr std::string_view kElements =
    "Mo Se Xe N W Cs Os Ag Cl Zr Be P K Ir In Co Si C I V Kr H Ne He Ba O Na Ar Pu Cu Pt Fe";

inline constexpr std::string_view kEnglish =
    "ballad painter sailor opera waffle bonus apple buffer cluster galaxy sunday cabinet bedroom router bicycle "
    "midnight zombie pretzel winter dragon weekend justice empire orange jungle ruby document silver carrot violin "
    "freedom shadow deposit lawyer panda plumber pizza vampire basket stadium nation pearl jacket riddle lantern "
    "puzzle turtle friday granite saddle summer chicken kitchen birthday island copper goalie soccer captain curtain "
    "forest helmet castle noodle bugfix drummer almond ninja cinema market bridge dancer trailer archive guitar "
    "cherry marathon cassette rhythm pillow hockey congress referee ladder river trumpet concert drawer canyon "
    "harbor station butcher student techno mango emerald butter carnival salmon valley mirror monday lemon baker "
    "robot attic feature peanut quarter meadow memory project report college garlic wedding swamp rocket cliff jazz "
    "server theatre doctor folder yellow turkey vinyl account velvet picnic tiger socket cricket planet melody "
    "crystal victory writer ginger sprint teacher prince scanner sunrise ghost piano tractor coffee profit whisper";

inline constexpr std::string_view kFoods =
    "Mehl Zucker Butter Milch Eier Salz Hefe Sahne Quark Honig Zimt flour sugar butter milk eggs salt yeast cream "
    "honey cinnamon rice beans oil garlic basil oregano harina leche huevos aceite arroz farine lait oeufs sel pates";

inline constexpr std::string_view kFrench =
    "terre toujours mere rue tigre etoile frere vent danse chat pied avion chaussure village montre soir chapeau "
    "pere ami tete tomate chateau jamais croissant cheval chaise tour baguette poulet nuit pain desert soeur ail "
    "travail table eau vin miroir velo fenetre montagne fleur jupe avocat mouche abeille mer huile bonsoir sel "
    "printemps beurre maitre place ile soleil cousin ciel pluie araignee feu fete chemise main";

inline constexpr std::string_view kGerman =
    "Feuer Donau Loeffel Wurst Schnee Garten Teller Birne Hammer Kaese Pflaume Deckel Pfanne Glocke Bahn Zug Hafen "
    "Helm Ofen Fluss Schloss Wolke Kissen Reise Kirche Schrauben Zwerg Ziegel Wehr Bohrer Stiefel Keller Flasche "
    "Schwert Saege Zeiger Sommer Eimer Stiel Sturz Ableiter Brot Insel Loch Muetze Hof Heft Becher Stift Schinken "
    "Lampe Frau Bett Apfel Faden Zeit Wecker Wald Erdbeere Topf Burg Sahne Wagen See Tal Himmel Kaffee Turm Ampel "
    "Haus Arzt Schein Fahrplan";

inline constexpr std::string_view kGods =
    "Shiva Krishna Ganesh Rama Hanuman Durga Lakshmi Vishnu Saraswati Kali Zeus Apollo Athena Hera Ares Odin Freyja "
    "Tyr Baldur Anubis Osiris Isis Horus Ra";

inline constexpr std::string_view kHexWords =
    "deadbeef cafebabe feedface badc0ffee defaced decade facade c0ffee decaf faded beaded acceded effaced bad babe "
    "face cafe dead beef feed fade deaf aced deed bead dad fab cab ace bee add fee 1337 b00b 5eed d00d a11ce b0b "
    "f00d c0de 0ff1ce ba5eba11 5ca1ab1e deca1 fac3 1ce d1ce 5afe 600d";

inline constexpr std::string_view kHindi =
    "roti chai kitab jahaz vidyalaya chabi garmi kalam jungle samundar khana billi mandir gaon maa jeevan chand rani "
    "nani desh barish bharat guru pani shaam taala gadi pyar beti asman kutta namaste bhai rail behen";

inline constexpr std::string_view kIndonesian =
    "bunga sepatu teman jembatan teh merdeka bawang bintang ratu ibu kakak kemeja tomat ular uang pohon gurun malam "
    "pesawat kuda durian air cinta hutan katak harimau jeruk nasi rendang minyak pintu pulau singa cokelat lalat jam "
    "minggu ikan mangga sore rahasia topi rumah kursi jalan garuda pisang dapur desa hujan gunung adik meja apel "
    "angin damai tangan";

inline constexpr std::string_view kJapanese =
    "ryu oni asa tomodachi kaze mikan mura hana yoru same gakko tsuki hebi kuruma atama imoto sora taiyo uma tenno "
    "fuyu usagi inu senso mori sake tokei heiwa ringo tsuchi te shu kagi yuki sakana tanuki kokoro shigoto shima "
    "isha neko me kuchi katana fuji ashi pan kumo kaisha ramen kimono to tora shio kappa ninja";

inline constexpr std::string_view kJobs =
    "admin administrator developer devops manager student operator engineer intern tester consultant architect "
    "analyst support helpdesk sysadmin owner teamlead scrum product finance hr sales marketing backend frontend "
    "platform sre security auditor reporting batch deploy release monitoring service";

inline constexpr std::string_view kModules =
    "network compute storage database secrets iam vpc cluster nodes ingress dns monitoring logging backup cache "
    "queue gateway registry bastion frontend backend api auth billing events search";

inline constexpr std::string_view kMoves =
    "O-O O-O-O Re1 Be3 Bg5 Qd2 h3 a3 a4 b4 c3 d3 Nbd2 Rc1 Rd1 Qe2 Qc2 Kh1 f3 f4 g4 h4 Be2 Bd3 Nd5 e5 d5 Bxf6 Nxe5 "
    "Qxd5 Rxe8 b3 Bb2 Qf3 Ne2 Ng3 Nf5 Kb1";

inline constexpr std::string_view kNames =
    "Vikram Sanjay Lea Pablo Amit Ewa Thiago Li Arjun Elizabeth Nicolas Chloe Wei Mariana Zofia Amelia Christian "
    "Ayse Camille George Birgit Laura Pedro Julien Markus Dmitri Daniel Tatiana Astrid Priya Olivia Matteo Mary "
    "Heike Lucas Siti Natasha Fatima Jose Ines Monika Murat Irina Lukas Robert Juan Sofia Wolfgang Sabine Alexei "
    "Diego Linda Mason Oliver Lakshmi Bjorn Mohammed Pilar Rui Naoko John Sunita Jan Hannah Antoine Harry Ahmet "
    "Julia Putri Dewi Anjali Emily Hiroshi Sarah Anna Juergen Chiara Lena Sebastian Katharina Kenji Keiko Boris Lisa "
    "Peter Agus Beatriz Paul Tomasz William Ethan Haruka Jules Svetlana Freya Francesco Hugo Layla Petra";

inline constexpr std::string_view kOpenings =
    "e4e5Nf3Nc6Bb5a6 e4e5Nf3Nc6Bc4Bc5 e4c5Nf3d6d4cxd4 e4c5Nf3Nc6d4cxd4 e4e6d4d5Nc3Nf6 e4c6d4d5Nc3dxe4 d4d5c4e6Nc3Nf6 "
    "d4d5c4c6Nf3Nf6 d4Nf6c4g6Nc3Bg7 d4Nf6c4e6Nc3Bb4 d4Nf6c4e6Nf3b6 c4e5Nc3Nf6g3d5 Nf3d5g3Nf6Bg2e6 e4e5f4exf4Nf3g5 "
    "e4d5exd5Qxd5Nc3Qa5 d4f5g3Nf6Bg2e6 e4e5Nf3Nf6Nxe5d6 e4e5d4exd4Qxd4Nc6";

inline constexpr std::string_view kPortuguese =
    "chefe rio touro advogado gato mesa castelo inverno escola cidade semana senha avo livro torre futebol gol "
    "sangue dinheiro cebola casa flor paz pao bandeira cozinha manha sal aviao maca medico danca pe azeite laranja "
    "cobra coracao cavalo samba porco tubarao montanha alho olho trabalho professor deserto guerra praca terra "
    "aranha frango rua floresta vaca irma verao limao tomate violao queijo rei";

inline constexpr std::string_view kPrefectures =
    "B M HH K F S DD L HB H N KL DO E MS BN KA MA FR UL A R WUE GOE KS ER HD MZ TR SB RO PB AC";

inline constexpr std::string_view kProverbs =
    "saru mo ki kara ochiru|gdzie kucharek szesc tam nie ma co jesc|apres la pluie le beau temps|"
    "houston we have a problem|veni vidi vici|bir elin nesi var iki elin sesi var|uebung macht den meister|"
    "fortune favors the bold|tishe edesh dalshe budesh|once upon a time in a land far away|"
    "actions speak louder than words|frere jacques dormez vous|aller guten dinge sind drei|cogito ergo sum|"
    "al mal tiempo buena cara|it was the best of times it was the worst of times|where there is smoke there is fire|"
    "to be or not to be that is the question|the quick brown fox jumps over the lazy dog|"
    "quem nao arrisca nao petisca|elementary my dear watson|carpe diem quam minimum credula postero|"
    "agua mole em pedra dura tanto bate ate que fura|morgenstund hat gold im mund|ich bin ein berliner|"
    "time and tide wait for no man|viele koeche verderben den brei|alea iacta est|qui vivra verra";

inline constexpr std::string_view kRussian =
    "gora stol apelsin maslo ostrov luk pomidor gitara klyuch pauk rabota luna hleb derevo cvetok bashnya tanec ruka "
    "mir utro dengi golova voda dedushka osen noch dozhd syr sputnik les kosmos sobaka kniga medved mashina koshka "
    "ulica ogon zima raketa zamok lev veter kurica babushka parol mama pchela chesnok samolet nebo most tigr uchitel";

inline constexpr std::string_view kScientists =
    "hopper turing lovelace curie einstein newton galileo darwin tesla edison bohr fermi feynman hawking kepler "
    "gauss euler noether ramanujan shannon knuth dijkstra ritchie thompson torvalds stallman wozniak pascal leibniz "
    "hypatia archimedes euclid mendel pasteur fleming goodall heisenberg planck schroedinger dirac maxwell faraday "
    "volta ampere franklin mayer meitner khorana bose raman chandrasekhar";

inline constexpr std::string_view kSeasons =
    "Spring Summer Autumn Winter Fruehling Sommer Herbst Januar Februar Maerz April Mai Juni Juli August September "
    "Oktober November Dezember January March June July October December Montag Dienstag Mittwoch Donnerstag Freitag "
    "Monday Tuesday Wednesday Thursday Friday enero febrero marzo abril lundi mardi mercredi jeudi vendredi styczen "
    "luty marzec ocak subat janvier fevrier sabado domingo";

inline constexpr std::string_view kStages =
    "dev test stage staging prod production qa uat demo sandbox preprod integration local canary live lab training";

inline constexpr std::string_view kStreets =
    "Hauptstrasse Bahnhofstrasse Schulstrasse Gartenweg Dorfstrasse Bergstrasse Lindenallee Kirchgasse Ringstrasse "
    "Goethestrasse HighStreet StationRoad ChurchLane ParkAvenue MainStreet OakDrive MapleCourt KingsRoad "
    "RueVictorHugo RueDeLaPaix AvenueFoch CalleMayor GranVia PaseoDelPrado RuaAugusta AvenidaPaulista ViaRoma "
    "CorsoItalia Marszalkowska Nowowiejska AtaturkCaddesi IstiklalCaddesi JalanSudirman JalanMerdeka MGRoad Arbat "
    "Nevsky";

inline constexpr std::string_view kSurnames =
    "Martin Popov Wisniewski Smith Wood Santos Kaiser Lehmann White Nowak Kowalski Iyer Schmidt Mueller Jones Petrov "
    "Park Richter Schneider Gomez Durand Rossi Lange Taylor Andersson Braun Perez Green Wojcik Gupta Weber Watanabe "
    "Wagner Huber Krueger Wright Moreau Yildiz Tanaka Johnson Reddy Fuchs Neumann Russo Ozturk Pereira Ito Laurent "
    "Garcia Kuznetsov Roberts Bernard Sahin Fernandez Schroeder Sharma Nielsen Larsson Zhang Takahashi Sidorov "
    "Smirnov Robinson";

inline constexpr std::string_view kSystems =
    "keptn jenkins gitlab grafana prometheus kibana jira vault consul nomad argo flux harbor nexus sonar redis mongo "
    "postgres mysql kafka rabbit nginx traefik istio envoy openshift rancher docker helm terraform ansible puppet "
    "chef nagios zabbix datadog dynatrace splunk elastic minio";

inline constexpr std::string_view kTurkish =
    "orumcek gomlek kardes ruzgar seker gemi bas nehir arkadas baklava sifre cicek kis yag semsiye kan patron baris "
    "kar dag sarimsak ari kapi sirket tavuk okul nine sarap kopek sokak domates sabah is plaj kralice tuz orman "
    "gunes ayakkabi goz anahtar yol sinek gitar kartal dede yaz gokyuzu yildiz para pencere cikolata sehir doktor "
    "tren ressam zeytin avukat ates portakal";

}  // namespace detection::known::development
