using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImageMatch.Signatures;

namespace ImageMatch.PowerShell;

/// <summary>Reads options of the signature from a hashtable: the names of <see cref="SignatureOptions"/>'s properties, without regard to case.</summary>
internal static class SignatureOptionTable
{
    /// <exception cref="ArgumentException">A name is unknown, or a value is out of its range.</exception>
    public static Func<SignatureOptions, SignatureOptions> Read(Hashtable table)
    {
        var settable = typeof(SignatureOptions).GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        var changes = new List<Action<SignatureOptions>>();
        foreach (DictionaryEntry entry in table)
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            if (!settable.TryGetValue(name, out var property))
            {
                throw new ArgumentException($"There is no signature option '{name}'. The options are {string.Join(", ", settable.Keys.Order())}.", nameof(table));
            }

            if (!LanguagePrimitives.TryConvertTo(entry.Value, property.PropertyType, CultureInfo.InvariantCulture, out var value))
            {
                throw new ArgumentException($"The signature option '{property.Name}' takes no '{entry.Value}'.", nameof(table));
            }

            changes.Add(options => property.SetValue(options, value));
        }

        return options =>
        {
            var changed = options with { };
            changes.ForEach(change => change(changed));
            changed.Validate();
            return changed;
        };
    }
}
