using System.Text;
using System.Text.Json.Nodes;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Turns paths and wildcards into queries that let every path through that fits, and perhaps more.</summary>
internal static class PathQuery
{
    private const int MaxClauses = 500;

    /// <summary>A query for at least the records of these paths and patterns; null where there are neither, or too many to ask for.</summary>
    public static JsonNode? Narrow(IReadOnlyCollection<string>? paths, IReadOnlyCollection<string>? patterns, IndexLayout layout)
    {
        if (paths is null && patterns is null)
            return null;

        var choices = new List<JsonNode>();
        foreach (PathField field in layout.Paths)
        {
            choices.AddRange(Named(paths ?? [], field));
            if (patterns?.Count > 0)
                choices.AddRange(Like(patterns.Select(Translate), field));
        }

        return choices.Count > MaxClauses ? null : Queries.Any(choices);
    }

    /// <summary>A query for at least the records of a path, whatever its case.</summary>
    public static JsonNode AnyCase(string path, IndexLayout layout) =>
        Queries.Any([.. layout.Paths.SelectMany(field => Like([Append(new StringBuilder(), path).ToString()], field))]);

    /// <summary>A wildcard of PowerShell as one of the engine's that finds at least the same.</summary>
    public static string Translate(string pattern)
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

    private static IEnumerable<JsonNode> Named(IReadOnlyCollection<string> paths, PathField field)
    {
        foreach (string[] some in paths.Where(path => path.Length <= field.MaxLength).Chunk(DocumentReader.MaxPageSize))
            yield return Queries.AnyTerm(field.Exact!, some);
        foreach (string path in paths.Where(path => RecordKey.IsWindowsPath(path) && path.Length <= field.MaxLength))
            yield return Queries.Wildcard(field.Exact!, Append(new StringBuilder(), path).ToString());
        // Beyond what is kept whole only the words of a path can be asked for.
        foreach (string path in paths.Where(path => path.Length > field.MaxLength && field.IsAnalyzed))
            yield return Queries.Phrase(field.FullName, path);
    }

    private static IEnumerable<JsonNode> Like(IEnumerable<string> wildcards, PathField field)
    {
        if (field.Exact is { } exact)
        {
            foreach (string wildcard in wildcards)
                yield return Queries.Wildcard(exact, wildcard);
        }

        if (field.MaxLength < int.MaxValue)
            yield return Queries.Without(Queries.Exists(field.FullName), field.Exact is null ? null : Queries.Exists(field.Exact));
    }

    /// <summary>In Windows-shaped paths either slash may stand; what begins as others do is none.</summary>
    private static bool SlashIsPlain(string text) =>
        (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal)) || text.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    /// <summary>Text as a wildcard: what may be written in several ways stands for anything.</summary>
    private static StringBuilder Append(StringBuilder wildcard, string text)
    {
        foreach (char character in text)
            Append(wildcard, character, SlashIsPlain(text));
        return wildcard;
    }

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
