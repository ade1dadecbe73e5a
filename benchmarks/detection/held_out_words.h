// Word lists of the held-out kinds, one blank (in kProverbs a bar) between words.
#pragma once

#include <string_view>

namespace detection::known::held_out {

inline constexpr std::string_view kAdjectives =
    "xenodochial lazy keen tiny sleepy rapid peaceful sneaky noisy wonderful frozen cranky modest loving admiring "
    "focused trusting young quirky sad brave zealous silly loud serene angry dusty icy proud vast happy goofy witty";

inline constexpr std::string_view kAirlines =
    "LH OS LX AF IB TP AZ LO TK GA AI JL NH SU BA EI AA UA DL LA QF EK QR SQ CX KE";

inline constexpr std::string_view kAirports =
    "FRA MUC TXL BER HAM DUS VIE ZRH GVA CDG ORY LYS MAD BCN LIS OPO FCO MXP WAW KRK IST SAW CGK DPS DEL BOM NRT HND "
    "KIX SVO LED LHR LGW MAN DUB JFK EWR BOS ORD SFO LAX SEA ATL MIA GRU GIG EZE SCL SYD MEL DXB DOH SIN HKG ICN";

inline constexpr std::string_view kBooks =
    "Genesis Exodus Psalm Isaiah Daniel Matthew Mark Luke John Acts Romans Hebrews James Peter Job Ruth Esther Ezra "
    "Joel Amos Jonah Micah Proverbs";

inline constexpr std::string_view kBrands =
    "iPhone Galaxy Pixel ThinkPad MacBook Latitude EliteBook PlayStation Xbox Corolla Civic Golf Passat Octavia "
    "Fiesta Focus Mustang Clio Megane Panda Punto Fabia Boxster Airbus Boeing Leica Canon Nikon Kindle Roomba Dyson "
    "Vespa Ducati Harley Yamaha Stratocaster";

inline constexpr std::string_view kCharacters =
    "Tintin Mario Spiderman Naruto Rick Gandalf Luke Voldemort Pikachu Superman Lucky Asterix Yoda Kirby Ironman "
    "Link Loki Hermione HanSolo Neo Chewbacca Gimli Luffy Hagrid Sonic Dracula Obelix Bart";

inline constexpr std::string_view kChemicals =
    "H2O CO2 NaCl C6H12O6 C2H5OH H2SO4 HNO3 HCl NaOH KOH NH3 CH4 C6H6 CaCO3 Fe2O3 Al2O3 SiO2 TiO2 KMnO4 K2Cr2O7 "
    "CuSO4 AgNO3 BaSO4 ZnCl2 MgO Na2CO3 NaHCO3 CH3COOH HCOOH C12H22O11 C8H10N4O2 C9H8O4 C10H15N H2O2 O3 N2O NO2 SO2 "
    "PCl5 UF6 LiAlH4 NaBH4 CHCl3 CCl4 C3H8 C4H10";

inline constexpr std::string_view kChords =
    "C Dm Em F G Am G7 D A E Bm Fm Bb Eb A7 D7 E7 Cm Gm Fmaj7 Cmaj7 Dsus4 Asus2 F#m C#m B7";

inline constexpr std::string_view kCities =
    "Bergen Lodz Wien London Manchester Madrid Salvador Linz Riga Gent Koeln Lima Seoul Berlin Tampere Dresden Lagos "
    "Cairo Minsk Paris Caracas Bucuresti Aarhus Malmo Barcelona Budapest Tallinn SaoPaulo Curitiba Hamburg Toulouse "
    "Muenchen Stockholm Kyoto Athens Bordeaux Hanoi Kyiv Krakow Praha Kolkata Surabaya Singapore Accra Leipzig "
    "Coimbra Liverpool Jakarta Frankfurt Osaka Shanghai Goteborg Marseille Bristol Havana Rotterdam Kazan Lisboa "
    "Tunis Nantes Beograd Bremen Lille Gdansk Torino Bilbao Lviv Shenzhen Ljubljana Warszawa Porto Venezia Wroclaw "
    "Napoli Zuerich Istanbul Stuttgart";

inline constexpr std::string_view kColours =
    "red green blue black white yellow purple orange pink brown grey cyan magenta violet indigo teal navy maroon "
    "olive lime coral salmon crimson khaki orchid plum tan sienna turquoise beige ivory lavender";

inline constexpr std::string_view kColumns =
    "id name email password token created_at status price title role amount city country owner";

inline constexpr std::string_view kCommands =
    "rm-rf ls-la cat grep-r chmod777 chown-R curl-k wget-q tar-xzf sudo-i kill-9 ps-aux df-h du-sh tail-f ssh-i "
    "scp-r find-name dd-if systemctl";

inline constexpr std::string_view kCompanies =
    "Acme Globex Initech Umbrella Siemens Bosch Allianz Telekom Lufthansa Renault Orange Airbus Telefonica Repsol "
    "Santander Petrobras Embraer Orlen Allegro Turkcell Vestel Garuda Gojek Tata Infosys Wipro Toyota Sony Nintendo "
    "Yandex Gazprom Barclays Tesco Vodafone Google Microsoft Amazon Oracle Cisco Intel Nokia Ericsson Volvo Ikea "
    "Philips Shell Unilever Nestle Novartis Roche";

inline constexpr std::string_view kDirectories =
    "/etc/ssl /etc/keptn /var/lib /var/log /opt/app /usr/local /home/admin /home/ubuntu /root /srv/www /tmp "
    "/mnt/data C:/Users/Admin C:/Temp /etc/kubernetes /var/run /usr/share /opt/jenkins";

inline constexpr std::string_view kEnglish =
    "sugar sunset striker thunder wisdom leather onion prairie farmer highway halftime harmony garden sapphire eagle "
    "raisin marble karate tunnel lagoon tempo keyboard monkey tennis secret meeting pirate deadline kernel nurse "
    "needle wizard satin laughter medal thimble anchor king evening singer chorus beach balcony blues papaya zipper "
    "burger walnut lobster queen carpet bucket autumn storage pepper cookie temple glacier piston engine comet "
    "compass dolphin parade airport pilot pancake capital potato symphony pocket candle thread credit circus monster "
    "rabbit museum village salary hammer admiral feather palace reggae shrimp tornado monitor april battle morning "
    "cheese treaty patience falcon budget blizzard holiday shovel banana actor basement border window meteor ribbon "
    "trophy dumpling desert courage cotton witch garage diamond purple barrel payment golden balance library january "
    "senate muffin release rugby soldier printer button invoice knight boxing blanket ocean reef general rainbow "
    "tomato goblin overtime sandwich october fence backup volcano mountain backlog spring burrito bottle cave";

inline constexpr std::string_view kExtensions = "pem key crt txt log yaml json conf ini sh py zip bak old xml csv";

inline constexpr std::string_view kFrench =
    "neige chien gant reve eglise maison amour sang coeur orange voiture cle automne malheur bonheur guerre porte "
    "foret peintre oignon pomme argent livre lion ville poisson jambon matin banane bouche cuisine aigle guitare "
    "chocolat bateau citron plage sucre parapluie oeil hiver baleine pont semaine fromage chemin ecole reine roi "
    "medecin ete train paix papillon lune vache cochon serpent grenouille fraise biere requin merci arbre bonjour "
    "riviere";

inline constexpr std::string_view kGerman =
    "Lehrer Fenster Mond Koffer Kirsche Gabel Krug Handschuh Halter Zaehler Kasten Huette Schiff Schalter Kreuzung "
    "Baum Dreher Tuer Verspaetung Stern Bier Wasser Mann Sand Eis Messer Werkzeug Nagel Strand Schluessel Hose Blitz "
    "Strasse Bruecke Strom Schrank Anker Treppe Kette Besen Tasse Wein Dampf Schule Kind Licht Knopf Decke Drache "
    "Hahn Butter Rad Regen Schild Schirm Hund Auto Uhr Hemd Dach Kapitaen Glied Winter Kragen Berg Herd Mauer Ritter "
    "Kuchen Schueler Nadel Sonne Urlaub";

inline constexpr std::string_view kJapanese =
    "shiro sushi kagami sato densha chichi hoshi sensei hachi ki hi udon soba tamanegi mizu fune haru abura onigiri "
    "jitensha natsu tempura biru machi okane himitsu raion samurai odori hae ichigo kitsune buta yama kujira sabaku "
    "aki ani yume washi ninniku hikoki chi michi yugata niwatori ame ushi sakura hashi banana tomato umi haha kawa "
    "jinja matsuri";

inline constexpr std::string_view kJobs =
    "admin administrator developer devops manager student operator engineer intern tester consultant architect "
    "analyst support helpdesk sysadmin owner teamlead scrum product finance hr sales marketing backend frontend "
    "platform sre security auditor reporting batch deploy release monitoring service";

inline constexpr std::string_view kModules =
    "network compute storage database secrets iam vpc cluster nodes ingress dns monitoring logging backup cache "
    "queue gateway registry bastion frontend backend api auth billing events search";

inline constexpr std::string_view kNames =
    "Hakan Rajesh Neha Tobias Andreas Fatma Omar Barbara Sato Deepak Sven Burak Martin Noah Marie Gustavo Mehmet "
    "Aoife Rosa Elif Jun Thomas Miguel Pooja Alessandro Mia Nour Luca Sophie Daisuke Magda Takashi Emma Tiago Ivan "
    "Isabel Joao Leon Indra Sergei Elena Ravi Bruno Emre Klaus Agnieszka Rafael Carmen Zeynep Ming Pierre Susan Lars "
    "Maximilian Rahul Uwe Michael Mateo Khalid Felix Grace Yusuf Florian Giulia Suresh Jennifer David Piotr Maria "
    "Charlie Wojciech James Rizky Manon Lucia Vladimir Stefan Kavita Budi Karen Yuki Marco Jessica Logan Patricia "
    "Claudia Ursula Jonas Mustafa Carlos Ingrid Louis Jakub Jack Olga Marek Liam Javier Wayan Kasia";

inline constexpr std::string_view kPolish =
    "klucz haslo stol wieza most ksiazka kielbasa drzewo gitara mucha samochod malarz czekolada jesien cukier "
    "nauczyciel piwo cebula praca koszula pieniadze kon pies deszcz krzeslo dziadek kuchnia gora samolot rzeka olej "
    "lekarz matka but przyjaciel woda pajak czosnek zubr pustynia rekin wiosna szkola wieczor ogien pociag tygrys "
    "krowa orzel maslo ulica wino szef kwiat waz krew krol lato ojciec kosciol oko wies";

inline constexpr std::string_view kPortuguese =
    "arvore barco vinho outono mosca estrela praia mao chocolate relogio saudade peixe igreja presunto caminho noite "
    "leao cachorro vila tigre mar trem ilha neve acucar ceu fogo vento sonho amigo boca ponte agua cadeira chave "
    "cerveja sol baleia espelho porta lua abelha feijoada bicicleta cabeca bola empresa janela pintor primo festa "
    "primavera rainha chuva morango carro manteiga tarde pai mae aguia banana irmao";

inline constexpr std::string_view kProjects =
    "PROJ OPS DEV INFRA SEC WEB APP API DATA CORE PLAT CLOUD TEAM BUG FEAT KEPT CICD MOB ERP CRM";

inline constexpr std::string_view kProverbs =
    "ask not what your country can do for you|alle meine entchen schwimmen auf dem see|"
    "en boca cerrada no entran moscas|twinkle twinkle little star how i wonder|call me ishmael some years ago|"
    "the early bird catches the worm|der apfel faellt nicht weit vom stamm|when in rome do as the romans do|"
    "happy birthday to you|two wrongs do not make a right|sedikit demi sedikit lama lama menjadi bukit|"
    "bez pracy nie ma kolaczy|petit a petit l oiseau fait son nid|may the force be with you|"
    "c est en forgeant qu on devient forgeron|the pen is mightier than the sword|mas vale tarde que nunca|"
    "i think therefore i am|no man is an island|all that glitters is not gold|practice makes perfect|"
    "wer zuletzt lacht lacht am besten|a bird in the hand is worth two in the bush|stille wasser sind tief|"
    "lorem ipsum dolor sit amet|better late than never|no hay mal que por bien no venga|damlaya damlaya gol olur|"
    "winter is coming|ende gut alles gut";

inline constexpr std::string_view kResources =
    "aws_instance aws_s3_bucket aws_iam_role aws_secretsmanager_secret google_container_cluster google_sql_database "
    "azurerm_key_vault azurerm_resource_group kubernetes_secret kubernetes_namespace helm_release random_password "
    "aws_lambda_function aws_db_instance";

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

inline constexpr std::string_view kSpanish =
    "azucar ciudad baile flor montana pie serpiente nieve hermano camino cabeza primo pan ojo escuela paz trabajo "
    "abogado invierno mano guitarra bosque leon libro ballena llave espejo iglesia madre pollo manana viento avion "
    "fuego abuelo aguila pintor zapato tren casa silla castillo mosca cebolla caballo cielo empresa coche abuela "
    "paella bicicleta plaza playa puente mesa sol reloj vaca tierra aceite jefe fresa boca pelota pescado";

inline constexpr std::string_view kSpanishAdjectives =
    "furioso salado joven salvaje pequeno sucio santo debil bravo flaco frio amargo dorado tranquilo estrecho bonito "
    "blanco nuevo triste dificil eterno verde claro ancho loco listo viejo facil dormido";

inline constexpr std::string_view kStages =
    "dev test stage staging prod production qa uat demo sandbox preprod integration local canary live lab training";

inline constexpr std::string_view kSystems =
    "keptn jenkins gitlab grafana prometheus kibana jira vault consul nomad argo flux harbor nexus sonar redis mongo "
    "postgres mysql kafka rabbit nginx traefik istio envoy openshift rancher docker helm terraform ansible puppet "
    "chef nagios zabbix datadog dynatrace splunk elastic minio";

inline constexpr std::string_view kTables =
    "users accounts orders customers tokens sessions products invoices payments logs events roles permissions "
    "employees articles";

inline constexpr std::string_view kTurkish =
    "sandalye agac kelebek ogretmen ayak cilek tereyagi ucak savas ruya kule sogan toprak kedi araba dans balik "
    "lahmacun bahar hafta anne col peynir yilan kaplan kalp mutfak ayna pilav saat corba kebap masa ev kale meydan "
    "ada inek aslan su cami agiz ay koy aksam baba ekmek limon gece at deniz yagmur el kopru kitap kral bisiklet "
    "sapka elma muz";

inline constexpr std::string_view kVerbs =
    "loves hates eats drinks buys sells paints breaks follows teaches writes reads kicks throws carries hides finds "
    "steals fixes cleans cooks washes drives rides flies sings dances likes wants needs sees hears builds burns "
    "draws fills opens closes pulls pushes saves sends shows tells wins loses feeds guards";

}  // namespace detection::known::held_out
