// Lists of family, places, sport and hobbies.
#pragma once

#include <string_view>

namespace detection::fifth {

// First names.
inline constexpr std::string_view kFirstNames =
    "anna markus lukas emma leon mia paul lena felix laura jonas sophie max julia david sarah tobias lisa stefan "
    "katharina michael sabine thomas claudia andreas petra wolfgang ursula juergen monika james mary john patricia "
    "robert jennifer william linda elizabeth richard susan joseph jessica charles karen daniel nancy matthew betty "
    "anthony sandra donald ashley steven emily andrew kevin brian george edward ronald jason olivia noah liam ava "
    "pierre camille luc chloe antoine manon hugo ines mathieu giulia marco francesca luca chiara matteo elena carlos "
    "lucia javier carmen pablo marta diego sofia joao beatriz pedro mariana piotr agnieszka tomasz kasia jakub "
    "zuzana milan ivana dragan jelena olga sergei natasha dmitri priya rahul anjali arjun deepak wei ming hiroshi "
    "yuki mehmet ayse emre fatma ahmed fatima omar layla";

// Family names.
inline constexpr std::string_view kLastNames =
    "mueller schmidt schneider fischer weber meyer wagner becker schulz hoffmann gruber huber bauer pichler steiner "
    "moser berger fuchs eder reiter smith johnson williams brown jones garcia miller davis rodriguez martinez "
    "hernandez lopez gonzalez wilson anderson taylor moore jackson martin lee perez thompson white harris clark "
    "lewis robinson walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall "
    "rivera campbell mitchell carter dupont durand leroy moreau simon laurent rossi russo bianchi romano colombo "
    "silva santos oliveira souza kowalski nowak wisniewski novak svoboda horvat petrovic ivanov petrov sharma patel "
    "singh kumar gupta wang zhang chen tanaka suzuki yilmaz kaya";

// Cities and places of holidays.
inline constexpr std::string_view kCities =
    "berlin hamburg muenchen koeln frankfurt stuttgart dresden leipzig wien graz linz salzburg innsbruck klagenfurt "
    "zuerich bern basel genf london manchester liverpool edinburgh dublin paris lyon marseille nice bordeaux madrid "
    "barcelona sevilla valencia mallorca ibiza teneriffa lisboa porto roma milano venezia napoli firenze sizilien "
    "kreta rhodos athen istanbul antalya warszawa krakow gdansk praha brno budapest zagreb split ljubljana beograd "
    "bukarest sofia kopenhagen oslo bergen stockholm helsinki tallinn riga vilnius amsterdam rotterdam bruessel "
    "antwerpen luxemburg newyork boston chicago seattle austin denver miami lasvegas toronto vancouver montreal "
    "tokyo kyoto osaka singapur bangkok phuket bali sydney melbourne mumbai bangalore chennai pune delhi dubai";

// Football clubs.
inline constexpr std::string_view kClubs =
    "bayern dortmund schalke leverkusen werder hsv stpauli hertha union gladbach frankfurt stuttgart rapid austria "
    "sturm lask salzburg basel youngboys arsenal chelsea liverpool everton tottenham westham manutd mancity "
    "newcastle leeds celtic rangers barcelona realmadrid atletico sevilla valencia juventus milan inter roma lazio "
    "napoli psg marseille lyon monaco ajax psv feyenoord benfica porto sporting galatasaray fenerbahce besiktas "
    "legia slavia sparta flamengo boca river";

// Football players.
inline constexpr std::string_view kPlayers =
    "messi ronaldo neymar mbappe haaland lewandowski mueller neuer kroos reus hummels klose ballack kahn alaba "
    "arnautovic sabitzer kane salah rooney beckham gerrard lampard terry scholes giggs zidane henry ribery benzema "
    "griezmann pogba kante modric rakitic suarez iniesta xavi ramos casillas puyol pique torres villa buffon pirlo "
    "totti maldini baggio nesta robben vanpersie sneijder vandijk debruyne hazard lukaku courtois ibrahimovic "
    "maradona pele kaka ronaldinho";

// Hobbies.
inline constexpr std::string_view kHobbies =
    "climbing hiking cycling running swimming skiing snowboarding surfing sailing fishing gardening cooking baking "
    "reading painting drawing photography dancing singing gaming chess poker tennis football volleyball basketball "
    "golfing yoga knitting sewing camping kayaking diving skating bouldering travelling brewing coffee chocolate "
    "pizza motorbikes guitar piano drumming astronomy birdwatching origami woodworking archery fencing karate judo "
    "rowing triathlon marathons lego geocaching";

// What people say about a hobby. Separated by "|".
inline constexpr std::string_view kHobbyLines =
    "I love #|we love #|I like # a lot|nothing beats #|life is better with #|keep calm and love #|# is my life|"
    "# makes me happy|born for #|more time for #|# every weekend|# all day long|never without #|living for #|"
    "crazy about #|# forever young|I would rather be #|# and good friends|my favourite is #|eat sleep # repeat|"
    "# with my wife|# with the kids|# on sundays|too old for #|# is the best|best hobby is #|always in for #|"
    "going # tomorrow|# before work|# after work|# is my therapy|dreaming of #";

// Cars.
inline constexpr std::string_view kCars =
    "golf polo passat tiguan touran caddy octavia fabia superb kodiaq leon ibiza astra corsa insignia focus fiesta "
    "mondeo kuga clio megane twingo scenic duster sandero panda punto model3 modely yaris corolla prius civic jazz "
    "mazda3 cx5 i30 tucson ceed sportage swift";

// Letters of German number plates.
inline constexpr std::string_view kPlates =
    "B HH M K F S D DO E L HB DD H N DU BO W BI BN MS KA MA A WI MG GE AC BS C KI MD FR HAL MZ HL OB ER HRO KS SB HA "
    "P HAM LU OL LEV";

// Songs. Separated by "|".
inline constexpr std::string_view kSongs =
    "Bohemian Rhapsody|Stairway to Heaven|Hotel California|Smells Like Teen Spirit|Sweet Child O' Mine|"
    "Nothing Else Matters|Wonderwall|Highway to Hell|Thunderstruck|Smoke on the Water|Imagine|Yesterday|Let It Be|"
    "Hey Jude|Here Comes the Sun|Come Together|Billie Jean|Thriller|Beat It|Purple Rain|Like a Prayer|Dancing Queen|"
    "Mamma Mia|Waterloo|Take On Me|The Final Countdown|Eye of the Tiger|Livin' on a Prayer|It's My Life|Born to Run|"
    "Dancing in the Dark|Every Breath You Take|Roxanne|With or Without You|Losing My Religion|Creep|Fix You|"
    "Viva la Vida|Mr. Brightside|Seven Nation Army|Rolling in the Deep|Someone Like You|Shape of You|Blinding Lights|"
    "Bad Guy|Shake It Off|Wrecking Ball|Poker Face|Umbrella|Crazy in Love|Lose Yourself|In the End|Numb|Chop Suey|"
    "Enter Sandman|Master of Puppets|Paranoid|Back in Black|Rock Me Amadeus|Live Is Life";

}  // namespace detection::fifth
