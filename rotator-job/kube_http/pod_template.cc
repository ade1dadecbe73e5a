// The fields of a pod template, for a comparison that names what differs.
#include <functional>
#include <string_view>

#include "kube_http/codec.h"
#include "kube_http/pods.h"

namespace kube_http {
namespace {

using Fields = std::map<std::string, std::size_t>;

std::size_t HashOf(const json::Value& value) {
  if (value.IsString()) {
    return std::hash<std::string_view>()({value.GetString(), value.GetStringLength()});
  }
  return value.IsNumber() ? std::hash<double>()(value.GetDouble()) : static_cast<std::size_t>(value.GetType());
}

void AddFields(const json::Value& value, const std::string& path, Fields& fields) {
  if (path == "metadata.annotations[" + std::string(kStamp) + "]") {
    return;
  }
  fields[path] = HashOf(value);
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      const std::string name = member.name.GetString();
      const bool simple = name.find_first_of("./") == std::string::npos;
      AddFields(member.value, simple ? path + (path.empty() ? "" : ".") + name : path + "[" + name + "]", fields);
    }
  }
  if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      const std::string name = json::Text(&value[i], {"name"});  // Of a container, a variable, a volume.
      AddFields(value[i], path + "[" + (name.empty() ? std::to_string(i) : name) + "]", fields);
    }
  }
}

}  // namespace

Fields DecodePodTemplate(const json::Value& pod_template) {
  Fields fields;
  AddFields(pod_template, "", fields);
  fields.erase("metadata.annotations");  // The map itself: the rotation id may be its only entry.
  return fields;
}

}  // namespace kube_http
