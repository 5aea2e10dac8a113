using System.Text;
using System.Text.Json.Nodes;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Turns paths and wildcards into queries that let every path through that fits, and perhaps more.</summary>
internal static class PathQuery
{
    private const int MaxClauses = 500;

    /// <summary>A query for at least the records of these paths and patterns; null where there are neither, or too many to ask for.</summary>
    public static JsonNode? Narrow(IReadOnlyCollection<string>? paths, IReadOnlyCollection<string>? patterns)
    {
        if (paths is null && patterns is null)
            return null;

        var choices = new List<JsonNode>();
        if (paths?.Count > 0)
        {
            foreach (string[] some in paths.Chunk(DocumentReader.PageSize))
                choices.Add(Queries.AnyTerm("path", some));
            choices.AddRange(paths.Where(path => RecordKey.IsWindowsPath(path)).Select(path => Queries.Wildcard("path", Escape(path))));
        }

        choices.AddRange((patterns ?? []).Select(pattern => Queries.Wildcard("path", Translate(pattern))));
        return choices.Count > MaxClauses ? null : Queries.Any(choices);
    }

    /// <summary>Text as a wildcard: what may be written in several ways stands for anything.</summary>
    public static string Escape(string text)
    {
        var wildcard = new StringBuilder(text.Length);
        foreach (char character in text)
            Append(wildcard, character, SlashIsPlain(text));
        return wildcard.ToString();
    }

    private static string Translate(string pattern)
    {
        var wildcard = new StringBuilder(pattern.Length);
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '`' && i + 1 < pattern.Length)
            {
                Append(wildcard, pattern[++i], SlashIsPlain(pattern));
            }
            else if (pattern[i] is '*' or '?' or '[')
            {
                Append(wildcard, '*', SlashIsPlain(pattern));
                // What a set holds and where it ends is for the pattern itself to say; nothing more is asked of what follows.
                if (pattern[i] == '[')
                    break;
            }
            else
            {
                Append(wildcard, pattern[i], SlashIsPlain(pattern));
            }
        }

        return wildcard.ToString();
    }

    /// <summary>In Windows-shaped paths either slash may stand; what begins as others do is none.</summary>
    private static bool SlashIsPlain(string text) =>
        (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal)) || text.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    private static void Append(StringBuilder wildcard, char character, bool slashIsPlain)
    {
        if (character is '/' or '\\')
            wildcard.Append(slashIsPlain && character == '/' ? '/' : '?');
        else if (char.IsAscii(character) && character is not ('*' or '?'))
            wildcard.Append(character);
        else if (wildcard.Length == 0 || wildcard[^1] != '*')
            wildcard.Append('*');
    }
}
