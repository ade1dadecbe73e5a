// What a person can paste to put a token right: commands for a Unix shell, PowerShell and cmd. No command holds a
// token; each reads the variable KEPTN_API_TOKEN or makes a new value.
#pragma once

#include <string>

#include "token/profile.h"
#include "token/rules.h"

namespace token {

// Sources of a value, for Store: a new token, the variable's value, the same encoded.
constexpr const char* kRandom = "head -c 32 /dev/urandom | base64 -w0";
constexpr const char* kAsItIs = "printf %s \"$KEPTN_API_TOKEN\"";
constexpr const char* kEncoded = "printf %s \"$KEPTN_API_TOKEN\" | base64 -w0";
constexpr const char* kFromUrlAlphabet = "printf %s \"$KEPTN_API_TOKEN\" | tr -- '-_' '+/'";

// PowerShell: writes a file of the variable's characters and nothing else; encodes an array of bytes; reads what
// certutil wrote.
constexpr const char* kPlainFile = "[IO.File]::WriteAllText(\"$PWD\\token.txt\", $Env:KEPTN_API_TOKEN)";
constexpr const char* kBytesEncoded = "$Env:KEPTN_API_TOKEN = [Convert]::ToBase64String($token_bytes)";
constexpr const char* kFileEncoded =
    "[Convert]::ToBase64String([IO.File]::ReadAllBytes(\"$PWD\\keptn-api-token.txt\"))";

// cmd: a variable without stray blanks or quotes.
constexpr const char* kSetQuoted = "set \"KEPTN_API_TOKEN=value\"";

// Stores what `source` prints: through no file, argument or line break, and without kubectl's copy in an annotation.
std::string Store(const std::string& source, const Profile& profile);

// cmd: the option of kubectl that takes the variable's value.
std::string FromVariable(const Profile& profile);

// Removes kubectl's copy of the data from the annotations.
std::string RemoveCopy(const Profile& profile);

// A complaint whose remedy is a new token.
Complaint NewToken(std::string message, const Profile& profile);

}  // namespace token
