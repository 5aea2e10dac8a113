using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace ImageMatch.PowerShell;

/// <summary>The variables that a script block would see where it was written, were it run.</summary>
/// <param name="script">The script block.</param>
/// <param name="engine">The engine that runs the command.</param>
/// <param name="refusesNull">Whether a variable that holds null is an error.</param>
internal sealed class CallerVariables(ScriptBlock script, EngineIntrinsics engine, bool refusesNull)
{
    // Not public, and used by Pester for years: the module or session that a script block belongs to, which need not be the one that calls.
    private static readonly PropertyInfo? Home = typeof(ScriptBlock).GetProperty("SessionState", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private readonly SessionState _session = Home?.GetValue(script) as SessionState ?? script.Module?.SessionState ?? engine.SessionState;

    /// <summary>A variable's value.</summary>
    /// <exception cref="FilterException">There is no such variable, or it holds null where that is refused.</exception>
    public object? Get(VariableExpressionAst variable) => Checked(Read(variable), variable);

    /// <summary>The value that <c>$using:</c> brought into a job or a parallel block.</summary>
    /// <exception cref="FilterException">None was brought, or null where that is refused.</exception>
    public object? Get(UsingExpressionAst expression) => Checked(Read(expression), expression);

    private object? Checked(object? value, ExpressionAst variable) => refusesNull && FilterConstant.HoldsNull(value is PSObject wrapped ? wrapped.BaseObject : value)
        ? throw new FilterException($"The variable '{variable}' holds $null, which means every record without a value. If these are meant, write $null in its place.")
        : value;

    private object? Read(VariableExpressionAst variable)
    {
        var path = variable.VariablePath;
        if (path.DriveName?.Equals("env", StringComparison.OrdinalIgnoreCase) == true)
        {
            return Environment.GetEnvironmentVariable(path.UserPath[(path.UserPath.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }

        if (!path.IsVariable || variable.Splatted)
        {
            throw new FilterException($"'{variable}' cannot be used in a filter: put its value into a variable first.");
        }

        var found = _session.PSVariable.Get(path.UserPath)
            ?? throw new FilterException($"The variable '{variable}' is not set where the filter was written. An unset variable is not taken for $null.");
        return found.Value;
    }

    private object? Read(UsingExpressionAst expression)
    {
        if (expression.SubExpression is not VariableExpressionAst)
        {
            throw new FilterException($"'{expression}' cannot be translated: put its value into a variable first.");
        }

        try
        {
            // PowerShell alone knows where it keeps these; the script is this one variable.
            return engine.InvokeCommand.InvokeScript(expression.ToString(), useNewScope: false, System.Management.Automation.Runspaces.PipelineResultTypes.None, null) is [var value] ? value : null;
        }
        catch (RuntimeException exception)
        {
            throw new FilterException($"'{expression}' has no value here: $using: is for jobs and ForEach-Object -Parallel.", exception);
        }
    }
}
