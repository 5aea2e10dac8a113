using System.Management.Automation.Language;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>The operators of PowerShell that filters know.</summary>
internal static class FilterOperators
{
    /// <summary>Properties match by any element, so that an array which contains a value is equal to it.</summary>
    private static readonly Dictionary<TokenKind, Known> Table = new()
    {
        [TokenKind.Ieq] = new(FilterOperator.Equal, FilterOperator.Equal),
        [TokenKind.Ine] = new(FilterOperator.Equal, FilterOperator.Equal, IsNegated: true),
        [TokenKind.Igt] = new(FilterOperator.GreaterThan, FilterOperator.LessThan),
        [TokenKind.Ige] = new(FilterOperator.GreaterOrEqual, FilterOperator.LessOrEqual),
        [TokenKind.Ilt] = new(FilterOperator.LessThan, FilterOperator.GreaterThan),
        [TokenKind.Ile] = new(FilterOperator.LessOrEqual, FilterOperator.GreaterOrEqual),
        [TokenKind.Ilike] = new(FilterOperator.Like, null),
        [TokenKind.Inotlike] = new(FilterOperator.Like, null, IsNegated: true),
        [TokenKind.Iin] = new(FilterOperator.In, FilterOperator.Equal),
        [TokenKind.Inotin] = new(FilterOperator.In, FilterOperator.Equal, IsNegated: true),
        [TokenKind.Icontains] = new(FilterOperator.Equal, FilterOperator.In),
        [TokenKind.Inotcontains] = new(FilterOperator.Equal, FilterOperator.In, IsNegated: true),
    };

    /// <summary>What an operator means; null where filters do not know it.</summary>
    public static Known? Find(TokenKind token)
    {
        if (Table.TryGetValue(token, out var known))
        {
            return known;
        }

        // PowerShell's own enumeration has each operator twice: Ieq and Ceq, Ilike and Clike.
        var name = token.ToString();
        return name[0] == 'C' && Enum.TryParse<TokenKind>("I" + name[1..], out var insensitive) && Table.TryGetValue(insensitive, out known)
            ? known with { IsCaseSensitive = true }
            : null;
    }

    /// <param name="PropertyLeft">With the property to the left of the operator.</param>
    /// <param name="PropertyRight">With the property to its right; null where that says nothing.</param>
    /// <param name="IsNegated">Whether the opposite is meant.</param>
    /// <param name="IsCaseSensitive">Whether letters must agree in case.</param>
    internal sealed record Known(FilterOperator PropertyLeft, FilterOperator? PropertyRight, bool IsNegated = false, bool IsCaseSensitive = false)
    {
        public FilterOperator? For(bool isPropertyLeft) => isPropertyLeft ? PropertyLeft : PropertyRight;
    }
}
