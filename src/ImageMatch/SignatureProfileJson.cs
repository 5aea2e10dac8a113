using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageMatch;

/// <summary>A profile as the JSON text that stores keep.</summary>
public static class SignatureProfileJson
{
    /// <summary>Writes a profile.</summary>
    public static string Write(SignatureProfile profile) => JsonSerializer.Serialize(profile, ProfileJsonContext.Default.SignatureProfile);

    /// <summary>Reads a profile.</summary>
    /// <exception cref="JsonException">The text is no profile, or one with choices that this version does not know.</exception>
    public static SignatureProfile Read(string json) =>
        JsonSerializer.Deserialize(json, ProfileJsonContext.Default.SignatureProfile) ?? throw new JsonException("The profile is null.");

    /// <summary>The choices in which two profiles differ, by name, as text.</summary>
    public static IEnumerable<(string Name, string First, string Second)> Differences(SignatureProfile first, SignatureProfile second)
    {
        using JsonDocument one = JsonSerializer.SerializeToDocument(first, ProfileJsonContext.Default.SignatureProfile);
        using JsonDocument other = JsonSerializer.SerializeToDocument(second, ProfileJsonContext.Default.SignatureProfile);
        Dictionary<string, string> others = Choices(other.RootElement).ToDictionary();
        return [.. Choices(one.RootElement).Where(choice => others[choice.Key] != choice.Value).Select(choice => (choice.Key, choice.Value, others[choice.Key]))];
    }

    private static IEnumerable<KeyValuePair<string, string>> Choices(JsonElement element) => element.EnumerateObject().SelectMany(property =>
        property.Value.ValueKind == JsonValueKind.Object
            ? Choices(property.Value)
            : [KeyValuePair.Create(property.Name, property.Value.ToString())]);
}

/// <summary>Generated at build time, so that opening a store does not wait for reflection.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SignatureProfile))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
