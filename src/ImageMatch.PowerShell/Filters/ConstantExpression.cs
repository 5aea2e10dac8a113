using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace ImageMatch.PowerShell;

/// <summary>Reads the constants of a script block: literals, casts and lists of them, and the caller's variables. Nothing is run.</summary>
internal sealed class ConstantExpression(CallerVariables variables)
{
    private static readonly Type[] CastTypes =
    [
        typeof(string), typeof(char), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(Version), typeof(Uri), typeof(System.Numerics.BigInteger), typeof(Imaging.ImageFormat),
    ];

    /// <summary>The value of an expression.</summary>
    /// <exception cref="FilterException">It is no constant.</exception>
    public object? Read(Ast expression) => expression switch
    {
        ConstantExpressionAst constant => constant.Value,
        ExpandableStringExpressionAst text => Expand(text),
        VariableExpressionAst variable => ReadVariable(variable),
        UsingExpressionAst brought => Unwrap(variables.Get(brought)),
        ConvertExpressionAst cast => Cast(cast),
        ArrayLiteralAst list => list.Elements.Select(Read).ToArray(),
        ArrayExpressionAst list => list.SubExpression.Statements.SelectMany(statement => ReadItems(Single(statement))).ToArray(),
        ParenExpressionAst inner => Read(Single(inner.Pipeline)),
        _ => throw Refuse(expression),
    };

    /// <summary>The one expression that a statement is.</summary>
    /// <exception cref="FilterException">It is something else, such as a call.</exception>
    public static ExpressionAst Single(Ast statement) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] } ? only.Expression : throw Refuse(statement);

    /// <summary>The error of a part that cannot be translated.</summary>
    public static FilterException Refuse(Ast part) => part switch
    {
        PipelineAst { PipelineElements: [CommandAst] } or CommandAst =>
            new($"'{part}' in the filter is a call, and a filter is translated, never run: put its result into a variable first, such as $value = {part}, and compare with $value."),
        InvokeMemberExpressionAst =>
            new($"'{part}' in the filter calls a method, and a filter is translated, never run: use -like for text, or put the result into a variable first."),
        MemberExpressionAst or IndexExpressionAst or SubExpressionAst or UnaryExpressionAst or BinaryExpressionAst =>
            new($"'{part}' in the filter cannot be translated, for a filter is never run: put its value into a variable first, such as $value = {part}, and compare with $value."),
        _ => new($"'{part}' in the filter cannot be translated. A filter compares properties of $_ with constants and variables: {{ $_.Width -gt 1000 -and $_.Metadata.rights -eq 'press' }}."),
    };

    private object?[] ReadItems(ExpressionAst expression) => Read(expression) is { } value
        ? FilterConstant.IsList(value) ? [.. ((System.Collections.ICollection)value).Cast<object?>()] : [value]
        : [null];

    private object? ReadVariable(VariableExpressionAst variable) => variable.VariablePath.UserPath.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        "NULL" => null,
        "_" or "PSITEM" => throw new FilterException($"'{variable}' is on both sides: a filter compares a property with constants and variables, not with another property."),
        _ => Unwrap(variables.Get(variable)),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private object Cast(ConvertExpressionAst cast)
    {
        var type = cast.Type.TypeName.GetReflectionType();
        if (type is null || !CastTypes.Contains(type.IsArray ? type.GetElementType() : type))
        {
            throw new FilterException($"The cast '{cast}' in the filter cannot be translated: put its value into a variable first, such as $value = {cast}, and compare with $value.");
        }

        try
        {
            var value = Read(cast.Child);
            return FilterConstant.IsPlain(value) || FilterConstant.IsList(value) ? LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture) : throw Refuse(cast);
        }
        catch (PSInvalidCastException exception)
        {
            throw new FilterException($"The cast '{cast}' in the filter fails: {exception.Message}", exception);
        }
    }

    /// <summary>Text with variables in it. What stands between them is read by PowerShell's own parser, for its escapes.</summary>
    private string Expand(ExpandableStringExpressionAst text)
    {
        var quotes = text.StringConstantType == StringConstantType.DoubleQuotedHereString ? ("@\"\n", "\n\"@") : ("\"", "\"");
        var start = text.Extent.StartOffset;
        var source = text.Extent.Text;
        var at = source.IndexOf('"', StringComparison.Ordinal) + 1;
        var result = new StringBuilder();
        foreach (var nested in text.NestedExpressions)
        {
            if (nested is not VariableExpressionAst and not UsingExpressionAst)
            {
                throw Refuse(nested);
            }

            result.Append(Literal(source[at..(nested.Extent.StartOffset - start)], quotes));
            result.Append(LanguagePrimitives.ConvertTo<string>(Plain(nested)));
            at = nested.Extent.EndOffset - start;
        }

        return result.Append(Literal(source[at..source.LastIndexOf('"')], quotes)).ToString();
    }

    private object? Plain(ExpressionAst nested)
    {
        var value = Read(nested);
        return FilterConstant.IsPlain(value) ? value : throw Refuse(nested);
    }

    private static string Literal(string source, (string Open, string Close) quotes) =>
        Parser.ParseInput(quotes.Open + source + quotes.Close, out _, out _).Find(part => part is StringConstantExpressionAst, searchNestedScriptBlocks: false)
            is StringConstantExpressionAst constant ? constant.Value : source;
}
