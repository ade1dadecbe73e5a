// How many bits a letter costs a guesser who knows the one before it: from common English words and passwords.
// Made by benchmarks/detection/letters.py.
#pragma once

#include <array>
#include <string_view>

namespace token {

// A row for each letter before ('a' to 'z', then none), a column for each letter, in quarters of a bit from '0' on.
constexpr std::array<std::string_view, 27> kLetterQuarterBits{
    R"(MBBBLMGGDSG>?9RFS;??HHLRCI)", R"(9CLU:[`L>T[>RS<`d>MU?V[d?[)", R"(;UGP<YY9A]<EUW;aWCNDBUeYK[)",
    R"(9KNB9LIM<STHKM<R]?CRDQL`@T)", R"(@GEBBKIOJMM=C=KHR9=ANFJFBN)", R"(;VLR;>IV;T[>SV=W_<SE>WT_GY)",
    R"(;JUN9QAA;TPCMI=P^?EM>^NbHU)", R"(7MTU9STP;TVGMH:UdDPFB]T]H`)", R"(@L?D=HDRVRF=C9BIQB>>OGWPRJ)",
    R"(7^TX9^XFCIKZOU8^^P^Z;^^^^^)", R"(:MRP8OSJ9OGEIH?MaFBLE]Oa?W)", R"(;LMF:LPT;TL<KW:O\SGJBLTb@W)",
    R"(7BMU;VVN;TXVBO;BfRIRDbV[BY)", R"(<NB=<M<L=NCMO@AR]PC?GPV[DO)", R"(JFCEJJGHLQF?A:?DZ=@BB>DMET)",
    R"(;UPS;XUB<XQ@R\<@_=FF@c[_E\)", R"(?TTTTTTTLTTTPTHP@PTL2T<NTT)", R"(;JGB:LHQ:VHAFG=KWDBAENR\CU)",
    R"(=ODN<QQ=?YHHFK?DSR=:AYFTGZ)", R"(;IGQ:QS>;WSGLO=SgAD@EaJ_AL)", R"(BD@E@HCTAPJ?A<TC\=<>TGXQLL)",
    R"(<KQT3`XR9PVQOYCV`QRVNUY`KY)", R"(:HQO8QMA;RMILA<NSHDMO]HWJU)", R"(>LANBKQO:WSQKQCAWKF@ISN@7I)",
    R"(<>DB@IAJIII=B?=FSF>FGOLZKM)", R"(7MUK<YQS>SLGCO?QPPOJCOID>;)", R"(@??AEDDCDADA>EJ@NC=BNJGVLP)",
};

}  // namespace token
