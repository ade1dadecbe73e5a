// What a person can paste to put a token right: commands for a POSIX shell, PowerShell and cmd. No command holds a
// token. In a POSIX shell a command makes a new token or asks for one without showing it; in PowerShell and cmd it
// reads the variable KEPTN_API_TOKEN.
#pragma once

#include <string>

#include "token/profile.h"
#include "token/rules.h"

namespace token {

// Sources of a value, for Store: a new token; the token that the person types or pastes, so that it is in no argument
// and no history. dash's read has no -s: stty hides what is typed.
constexpr const char* kRandom = "head -c 32 /dev/urandom | base64 -w0";
constexpr const char* kAsked =
    "{ stty -echo; printf 'Token: ' >&2; read -r t; stty echo; echo >&2; printf %s \"$t\"; }";

// What may follow a source.
constexpr const char* kEncode = " | base64 -w0";
constexpr const char* kFromUrlAlphabet = " | tr -- '-_' '+/'";

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

// Removes one key of the Secret; the person writes its name in the place of KEY. Fails if there is no such key. YAML in
// double quotes reads the same in a POSIX shell, PowerShell and cmd.
std::string RemoveKey(const Profile& profile);

// A complaint whose remedy is a new token.
Complaint NewToken(std::string message, const Profile& profile);

// A complaint whose remedy, a clause like "encode it", keeps the token: the command asks for it, passes it through
// `filter` (one of the above, or "") and stores it.
Complaint SameToken(std::string message, const std::string& remedy, const std::string& filter, const Profile& profile);

}  // namespace token
