using System.Diagnostics;

namespace ImageMatch.PowerShell.Tests.Sessions;

/// <summary>Runs a program to its end.</summary>
internal static class ChildProcess
{
    public sealed record Result(int ExitCode, string Output, string Error);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs the console program.</summary>
    public static Result Console(string workingDirectory, params string[] arguments) => Run("dotnet", workingDirectory, [StagedModule.ConsoleProgram, .. arguments]);

    /// <summary>Runs a script in <c>pwsh</c>; the test is skipped where there is none.</summary>
    public static Result Pwsh(string workingDirectory, string script)
    {
        string name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        bool found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
        Skip.IfNot(found, "There is no pwsh on this machine.");
        return Run(name, workingDirectory, ["-NoProfile", "-NonInteractive", "-Command", script]);
    }

    /// <summary>Runs the console program and sends it Ctrl+C once it has printed a line.</summary>
    public static Result InterruptedConsole(string workingDirectory, string script) =>
        Run("dotnet", workingDirectory, [StagedModule.ConsoleProgram, script], process =>
        {
            process.StandardOutput.ReadLine();
            Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        });

    /// <summary>Runs the console program and kills it after a time, if it still runs then.</summary>
    public static Result KilledConsole(string workingDirectory, TimeSpan after, string script) =>
        Run("dotnet", workingDirectory, [StagedModule.ConsoleProgram, script], process =>
        {
            if (!process.WaitForExit(after))
                process.Kill();
        });

    private static Result Run(string program, string workingDirectory, string[] arguments, Action<Process>? started = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        started?.Invoke(process);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end in {Limit}.");
        }
        return new Result(process.ExitCode, output.Result, error.Result);
    }
}
