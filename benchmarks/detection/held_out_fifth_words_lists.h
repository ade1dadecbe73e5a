// Lists of words, of English and other languages, and of keys.
#pragma once

#include <string_view>

namespace detection::fifth {

// What people take for a password.
inline constexpr std::string_view kWords =
    "password passwort keptn admin welcome willkommen hello hallo sommer winter summer herbst spring autumn sunshine "
    "monkey dragon master shadow superman batman starwars football baseball princess cookie chocolate pepper ginger "
    "tiger lucky flower butterfly rainbow diamond silver golden orange banana apple cherry pumpkin coffee espresso "
    "schnitzel pizza guitar piano freedom secret geheim letmein changeme qwerty azerty internet computer server "
    "cloud docker kubernetes devops pipeline platform monday friday sunday january april august december october "
    "november september hunter ranger mustang ferrari porsche harley yamaha phoenix falcon eagle panther cheetah "
    "dolphin penguin elephant giraffe turtle hamster snoopy mickey pokemon pikachu zelda matrix merlin gandalf frodo "
    "hobbit yoda vader jedi";

// Four keys side by side.
inline constexpr std::string_view kKeys =
    "1234 2345 3456 4567 5678 6789 7890 4321 9876 0987 qwer wert erty tyui uiop rewq poiu asdf sdfg dfgh fghj hjkl "
    "fdsa lkjh zxcv xcvb cvbn vbnm vcxz mnbv qwas aszx 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm zaq1 xsw2 cde3 vfr4 qaws "
    "wsed yxcv";

// English adjectives.
inline constexpr std::string_view kAdjectives =
    "happy lucky crazy funny silly brave clever smart quick silent secret hidden golden silver purple yellow orange "
    "frozen burning flying dancing jumping sleepy hungry thirsty angry gentle mighty tiny giant little modern "
    "ancient rusty shiny dusty stormy sunny cloudy windy wild lonely";

// English nouns.
inline constexpr std::string_view kNouns =
    "dragon tiger rabbit monkey panda koala hamster penguin dolphin falcon raven turtle spider donkey zebra leopard "
    "rocket planet comet river mountain forest desert castle garden window kitchen hammer bottle guitar camera "
    "pirate ninja wizard knight robot monster unicorn cookie pancake burger potato banana pumpkin";

// German adjectives, neuter.
inline constexpr std::string_view kGermanAdjectives =
    "kleines grosses geheimes sicheres altes neues blaues rotes gruenes gelbes schwarzes weisses schoenes buntes "
    "langes kurzes schnelles langsames lustiges wildes ruhiges lautes leises starkes schwaches kaltes warmes heisses "
    "suesses saures liebes boeses braves dickes duennes rundes eckiges goldenes eigenes erstes letztes";

// German nouns, neuter.
inline constexpr std::string_view kGermanNouns =
    "Passwort Kennwort Geheimnis Haus Auto Fahrrad Boot Schiff Flugzeug Pferd Schwein Kaninchen Meerschweinchen "
    "Kaetzchen Huhn Schaf Zebra Krokodil Einhorn Gespenst Monster Maedchen Kind Baby Buch Bild Lied Klavier Spiel "
    "Fenster Zimmer Dorf Schloss Licht Feuer Wasser Eis Bier Brot Schnitzel Wuerstchen Fruehstueck Wochenende";

// Spanish nouns, feminine.
inline constexpr std::string_view kSpanishNouns =
    "casa mesa silla puerta ventana cocina calle playa ciudad luna noche abuela hermana prima amiga vecina perrita "
    "gata vaca oveja rosa manzana naranja cerveza paella tortilla sangría guitarra canción película novela "
    "bicicleta moto camisa falda corbata contraseña montaña cabaña niña";

// Spanish adjectives, feminine.
inline constexpr std::string_view kSpanishAdjectives =
    "roja blanca negra amarilla verde azul bonita guapa grande pequeña vieja nueva alta baja larga corta buena mala "
    "rica pobre triste alegre famosa secreta segura fuerte dulce salada fría caliente loca lista tonta limpia sucia "
    "barata moderna antigua tranquila preciosa";

// French dishes. Separated by "|".
inline constexpr std::string_view kFrenchFoods =
    "le cassoulet|la choucroute|la raclette|la fondue|la tartiflette|le gratin|la quiche|la ratatouille|"
    "la bouillabaisse|le couscous|les crêpes|les galettes|les moules|les huîtres|le foie gras|le magret|le confit|"
    "le pot-au-feu|la blanquette|le bœuf bourguignon|le coq au vin|le steak frites|le croque-monsieur|la baguette|"
    "les croissants|la brioche|les macarons|les éclairs|la tarte tatin|la crème brûlée|la mousse au chocolat|"
    "le fromage|le camembert|le roquefort|le comté|le vin rouge|le cidre|le pastis";

// French cities.
inline constexpr std::string_view kFrenchCities =
    "Paris Lyon Marseille Toulouse Nice Nantes Strasbourg Montpellier Bordeaux Lille Rennes Reims Toulon Grenoble "
    "Dijon Angers Nîmes Clermont Tours Limoges Amiens Metz Perpignan Besançon Orléans Rouen Mulhouse Caen Nancy "
    "Avignon Poitiers Cannes Antibes Calais Quimper Lorient Vannes Annecy";

// Chinese words in pinyin.
inline constexpr std::string_view kPinyin =
    "woaini beijing shanghai guangzhou shenzhen chengdu hangzhou nanjing wuhan xian mima nihao xiexie zhongguo "
    "laoshi xuesheng pengyou baobao mama baba gege jiejie didi meimei laopo laogong xiaoming xiaohong wangwei "
    "zhangwei lina liuyang tiantian kuaile xingfu jiankang facai gongxi chunjie yueliang taiyang xingxing dahai "
    "gaoshan haizi mianbao jiaozi mifan pingguo xigua doufu kafei lucha pijiu zuqiu lanqiu diannao shouji wangluo "
    "fuwuqi";

// Russian words.
inline constexpr std::string_view kRussian =
    "пароль привет любовь солнце москва россия зенит спартак "
    "динамо наташа сергей андрей дмитрий алексей максим татьяна "
    "марина светлана людмила катюша машина работа компьютер "
    "сервер облако админ клавиатура интернет родина победа весна "
    "зима осень лето дорога собака кошка медведь волк лисица "
    "дракон цветок ромашка вишня яблоко арбуз пельмени борщ "
    "водка чайник самовар балалайка гитара футбол хоккей шахматы "
    "космос гагарин ракета звезда";

}  // namespace detection::fifth
