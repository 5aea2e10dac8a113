namespace ImageMatch.Hosting;

/// <summary>The program, as the engine sees it.</summary>
internal sealed class ScriptHost : PSHost
{
    public Terminal Terminal { get; } = new();
    public int? ExitCode { get; set; }
    public override string Name => "ImageMatch.Console";
    public override Version Version => typeof(ScriptHost).Assembly.GetName().Version!;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;
    public override PSHostUserInterface UI => Terminal;
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
}
