using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>What a filter compares with: plain values, of which nothing has to be run to read them.</summary>
internal static class FilterConstant
{
    /// <summary>Properties that are moments: a constant without an offset is local time, as PowerShell shows them.</summary>
    private static readonly string[] Moments = [nameof(MatchRecord.Added), nameof(MatchRecord.LastSigned), nameof(FileFacts.LastWriteTime)];

    /// <summary>Whether a value is a list of constants.</summary>
    public static bool IsList(object? value) => value is ICollection and not IDictionary;

    /// <summary>Whether a value is null, or a list with null in it.</summary>
    public static bool HoldsNull(object? value) => value is null || (IsList(value) && ((ICollection)value).Cast<object?>().Contains(null));

    /// <summary>Whether a property is a moment.</summary>
    public static bool IsMoment(IReadOnlyList<string> property) => property.Count == 1 && Moments.Contains(property[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>A constant as filters hold it.</summary>
    /// <param name="value">A plain value, or a list of them.</param>
    /// <param name="isMoment">Whether it is compared with a moment.</param>
    /// <param name="part">How the user wrote it.</param>
    /// <exception cref="FilterException">It is neither.</exception>
    public static JsonElement ToElement(object? value, bool isMoment, string part)
    {
        try
        {
            return MetadataWriter.ToElement(IsList(value)
                ? ((ICollection)value!).Cast<object?>().Select(item => ToPlain(item, isMoment, part)).ToArray()
                : ToPlain(value, isMoment, part));
        }
        catch (ArgumentException exception)
        {
            throw new FilterException($"{part} cannot be used in a filter: {exception.Message}", exception);
        }
    }

    /// <summary>Whether reading a value runs nothing.</summary>
    public static bool IsPlain(object? value) =>
        value is null or string or char or bool or Enum or decimal or BigInteger or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or Uri or Version
            or FileSystemInfo
        || value.GetType().IsPrimitive;

    private static object? ToPlain(object? value, bool isMoment, string part)
    {
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (!IsPlain(plain))
        {
            throw new FilterException(
                $"{part} holds a {plain!.GetType().Name}. A filter compares with text, numbers, dates, true, false, null, and lists of these: put the value that is meant into a variable of its own.");
        }

        return isMoment ? ToMoment(plain, part) : plain;
    }

    private static object? ToMoment(object? value, string part) => value switch
    {
        DateTime date => date.ToUniversalTime(),
        DateOnly day => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local).ToUniversalTime(),
        string text when LanguagePrimitives.TryConvertTo<DateTime>(text, CultureInfo.InvariantCulture, out var date) => date.ToUniversalTime(),
        string => throw new FilterException($"{part} is no date; write it as in '2026-01-31' or '2026-01-31 18:30'."),
        _ => value,
    };
}
