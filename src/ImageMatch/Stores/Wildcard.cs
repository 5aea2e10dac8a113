using System.Text;
using System.Text.RegularExpressions;

namespace ImageMatch.Stores;

/// <summary>A wildcard as PowerShell reads it: * any text, ? one character, [a-z] one of these, ` before a character that is meant as it stands.</summary>
public sealed class Wildcard
{
    private readonly Regex _regex;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="caseSensitive">Whether letters must agree in case.</param>
    /// <exception cref="StoreException">The pattern is no wildcard (<see cref="StoreError.QueryRefused"/>).</exception>
    public Wildcard(string pattern, bool caseSensitive)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        // Without backtracking no pattern takes longer than its text is long.
        const RegexOptions Options = RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
        _regex = new Regex(Translate(pattern), caseSensitive ? Options : Options | RegexOptions.IgnoreCase);
    }

    /// <summary>Whether the whole text fits.</summary>
    public bool IsMatch(string text) => _regex.IsMatch(text);

    /// <summary>A pattern that only this text fits.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pattern = new StringBuilder(text.Length);
        foreach (char character in text)
            pattern.Append(character is '*' or '?' or '[' or ']' or '`' ? "`" : "").Append(character);
        return pattern.ToString();
    }

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[':
                    AppendSet(pattern, ref i, regex);
                    break;
                case '`' when i + 1 < pattern.Length:
                    AppendLiteral(pattern[++i], regex);
                    break;
                default:
                    AppendLiteral(pattern[i], regex);
                    break;
            }
        }

        return regex.Append(@"\z").ToString();
    }

    /// <summary>Translates a set; leaves <paramref name="i"/> at its closing bracket.</summary>
    private static void AppendSet(string pattern, ref int i, StringBuilder regex)
    {
        var characters = new List<(char Character, bool IsRange)>();
        for (i++; i < pattern.Length && (pattern[i] != ']' || characters.Count == 0); i++)
        {
            bool escaped = pattern[i] == '`' && i + 1 < pattern.Length;
            i += escaped ? 1 : 0;
            characters.Add((pattern[i], !escaped && pattern[i] == '-'));
        }

        if (i >= pattern.Length)
            throw Refuse(pattern, "a set is not closed");

        regex.Append('[');
        for (int k = 0; k < characters.Count; k++)
        {
            char first = characters[k].Character;
            AppendLiteral(first, regex);
            if (k + 2 >= characters.Count || !characters[k + 1].IsRange)
                continue;

            char last = characters[k + 2].Character;
            if (last < first)
                throw Refuse(pattern, $"the range {first}-{last} goes backwards");
            regex.Append('-');
            AppendLiteral(last, regex);
            k += 2;
        }

        regex.Append(']');
    }

    private static void AppendLiteral(char character, StringBuilder regex) => regex.Append(@"\u").Append(((int)character).ToString("X4", null));

    private static StoreException Refuse(string pattern, string why) => new(
        StoreError.QueryRefused, $"The wildcard '{pattern}' cannot be used: {why}. Write `[ for a bracket that is meant as it stands.");
}
