using System.Management.Automation.Language;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Translates a script block such as <c>{ $_.Metadata.rights -eq 'press' -and $_.Added -gt $since }</c> into a filter, from its syntax alone.</summary>
internal sealed class ScriptBlockFilter(CallerVariables variables)
{
    private readonly ConstantExpression _constants = new(variables);

    /// <summary>The filter that a script block says.</summary>
    /// <exception cref="FilterException">A part of it has no meaning in a filter.</exception>
    public RecordFilter Translate(ScriptBlockAst script)
    {
        if (script is not { ParamBlock: null, DynamicParamBlock: null, BeginBlock: null, ProcessBlock: null, EndBlock: { Traps: null, Statements: [var only] } })
        {
            throw new FilterException($"The filter {{{script.ToString().Trim('{', '}')}}} is not one condition, such as {{ $_.Width -gt 1000 -and $_.Format -eq 'Png' }}.");
        }

        return Condition(ConstantExpression.Single(only));
    }

    private RecordFilter Condition(ExpressionAst expression) => expression switch
    {
        ParenExpressionAst inner => Condition(ConstantExpression.Single(inner.Pipeline)),
        UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim } not => new Not(Condition(not.Child)),
        BinaryExpressionAst { Operator: TokenKind.And } both => new AllOf([Condition(both.Left), Condition(both.Right)]),
        BinaryExpressionAst { Operator: TokenKind.Or } either => new AnyOf([Condition(either.Left), Condition(either.Right)]),
        BinaryExpressionAst comparison => Compare(comparison),
        VariableExpressionAst { VariablePath.UserPath: var name } when name.Equals("true", StringComparison.OrdinalIgnoreCase) => new AllOf([]),
        VariableExpressionAst { VariablePath.UserPath: var name } when name.Equals("false", StringComparison.OrdinalIgnoreCase) => new AnyOf([]),
        InvokeMemberExpressionAst => throw ConstantExpression.Refuse(expression),
        _ when IsProperty(expression) => throw new FilterException($"'{expression}' in the filter is compared with nothing: write {expression} -eq $true, or {expression} -ne $null."),
        _ => throw ConstantExpression.Refuse(expression),
    };

    private RecordFilter Compare(BinaryExpressionAst comparison)
    {
        if (FilterOperators.Find(comparison.Operator) is not { } known)
        {
            throw new FilterException(
                $"'{comparison}' cannot be translated: a filter knows -eq -ne -gt -ge -lt -le -like -notlike -in -notin -contains -notcontains, -and -or -not, and no other operator.");
        }

        if (comparison.Left is UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim } not)
        {
            throw new FilterException($"'{comparison}' negates before it compares: write -not ({not.Child} {comparison.ErrorPosition.Text} {comparison.Right}).");
        }

        var isPropertyLeft = IsProperty(comparison.Left);
        if (isPropertyLeft == IsProperty(comparison.Right))
        {
            throw new FilterException(isPropertyLeft
                ? $"'{comparison}' compares two properties: a filter compares a property with constants and variables, not with another property."
                : $"'{comparison}' compares no property: write one of $_ to the one side, such as $_.Metadata.rights or $_.Width.");
        }

        var property = Property(isPropertyLeft ? comparison.Left : comparison.Right);
        if (property.Count == 0)
        {
            throw new FilterException($"'{comparison}' compares the whole record: name a property, such as $_.Path or $_.Metadata.rights.");
        }

        var other = isPropertyLeft ? comparison.Right : comparison.Left;
        var how = known.For(isPropertyLeft) ?? throw new FilterException($"'{comparison}' has the property on the wrong side: write $_ to the left of the operator.");
        var constant = _constants.Read(other);
        if (how == FilterOperator.In && !FilterConstant.IsList(constant))
        {
            constant = new[] { constant };
        }
        else if (how != FilterOperator.In && FilterConstant.IsList(constant))
        {
            throw new FilterException($"'{comparison}' compares with a list: use -in for one of several.");
        }

        RecordFilter translated = new Comparison(property, how, FilterConstant.ToElement(constant, how != FilterOperator.Like && FilterConstant.IsMoment(property), $"'{other}'"), known.IsCaseSensitive);
        return known.IsNegated ? new Not(translated) : translated;
    }

    /// <summary>Whether an expression begins at the record.</summary>
    private static bool IsProperty(Ast expression) => expression switch
    {
        VariableExpressionAst { VariablePath.UserPath: var name } => name is "_" || name.Equals("PSItem", StringComparison.OrdinalIgnoreCase),
        MemberExpressionAst { Static: false } member => IsProperty(member.Expression),
        IndexExpressionAst index => IsProperty(index.Target),
        ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst inner] } } => IsProperty(inner.Expression),
        _ => false,
    };

    private List<string> Property(Ast expression)
    {
        switch (expression)
        {
            case VariableExpressionAst:
                return [];
            case InvokeMemberExpressionAst:
                throw ConstantExpression.Refuse(expression);
            case MemberExpressionAst member:
                return [.. Property(member.Expression), Key(member.Member, member)];
            case IndexExpressionAst index:
                return [.. Property(index.Target), Key(index.Index, index)];
            case ParenExpressionAst inner:
                return Property(ConstantExpression.Single(inner.Pipeline));
            default:
                throw ConstantExpression.Refuse(expression);
        }
    }

    private string Key(Ast key, Ast whole) => _constants.Read(key) as string
        ?? throw new FilterException($"'{whole}' cannot be translated: a key is text. Elements of an array have no number in a filter, it matches by any of them.");
}
