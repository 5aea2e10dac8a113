using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;

namespace ImageMatch.PowerShell;

/// <summary>Turns what a user gives as metadata (a hashtable, an object, a plain value) into JSON.</summary>
internal static class MetadataWriter
{
    private const int MaxDepth = 64;

    /// <summary>The value as JSON; null for null.</summary>
    /// <exception cref="ArgumentException">The value is nested too deeply, refers to itself, or holds what JSON cannot say.</exception>
    public static JsonElement? ToJson(object? value) => Unwrap(value) is null ? null : ToElement(value);

    /// <summary>The value as JSON; JSON's own null for null.</summary>
    /// <exception cref="ArgumentException">As above.</exception>
    public static JsonElement ToElement(object? value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, value, 0);
        }

        using var document = JsonDocument.Parse(buffer.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth + 1 });
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ArgumentException($"The metadata is nested deeper than {MaxDepth} levels, or refers to itself.");
        }

        switch (Unwrap(value))
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case double or float:
                WriteFloat(writer, Convert.ToDouble(Unwrap(value), CultureInfo.InvariantCulture));
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case System.Numerics.BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong:
                writer.WriteRawValue(Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture)!);
                break;
            case DateTime date:
                writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset date:
                writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateOnly date:
                writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture));
                break;
            case string or char or Enum or Guid or Uri or Version or TimeSpan or TimeOnly:
                writer.WriteStringValue(Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture));
                break;
            case FileSystemInfo file:
                writer.WriteStringValue(file.FullName);
                break;
            case ScriptBlock or Delegate or Type:
                throw new ArgumentException($"Metadata cannot hold a {Unwrap(value)!.GetType().Name}.");
            case IDictionary dictionary:
                WriteDictionary(writer, dictionary, depth);
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteProperties(writer, PSObject.AsPSObject(value), depth);
                break;
        }
    }

    private static void WriteFloat(Utf8JsonWriter writer, double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException($"Metadata cannot hold the number {number.ToString(CultureInfo.InvariantCulture)}: JSON has no word for it.");
        }

        writer.WriteNumberValue(number);
    }

    private static void WriteDictionary(Utf8JsonWriter writer, IDictionary dictionary, int depth)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            writer.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
            Write(writer, entry.Value, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, PSObject value, int depth)
    {
        writer.WriteStartObject();
        foreach (var property in value.Properties.Where(property => property.IsGettable))
        {
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value, depth + 1);
        }

        writer.WriteEndObject();
    }

    // A custom object's base is itself; everything else is looked at without its wrapping.
    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
