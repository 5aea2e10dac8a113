namespace ImageMatch.Hosting;

/// <summary>Prints what a script says: objects and messages on standard output, errors and progress on standard error.</summary>
internal sealed class Terminal : PSHostUserInterface
{
    private const string Hint = "This host has none of PowerShell's management and utility cmdlets (Get-ChildItem, Select-Object and the like): "
        + "it runs the language, .NET, native commands and ImageMatch. In pwsh, import the module and run the script there.\n";
    private static readonly HostException CannotAsk = new("This host cannot ask: name every parameter that is needed, and -Confirm:$false.");
    private bool _toldMissing;
    private string _progress = "";

    public string? MissingCommand { get; set; }
    public override PSHostRawUserInterface RawUI { get; } = new Screen();
    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected && !Console.IsErrorRedirected && !OperatingSystem.IsWindows();
    public override void Write(string value) => Print(Console.Out, value);
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);
    public override void WriteLine(string value) => Write(value + Environment.NewLine);
    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);
    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);
    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);
    public override void WriteErrorLine(string value) => Print(Console.Error, value.Length > 0 ? value + Environment.NewLine : "");
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        string bar = record.PercentComplete < 0 ? "" : $"[{new string('#', record.PercentComplete / 5),-20}] ";
        string line = $"{record.Activity} {bar}{record.StatusDescription}".ReplaceLineEndings(" ");
        Print(Console.Error, "", record.RecordType == ProgressRecordType.Completed ? "" : line[..Math.Min(line.Length, RawUI.WindowSize.Width - 1)]);
    }

    /// <summary>Prints the error that ended the script.</summary>
    public void Report(RuntimeException error, Runspace runspace)
    {
        Console.SetOut(Console.Error);
        if (runspace.RunspaceStateInfo.State != RunspaceState.Opened || error is IncompleteParseException)
        {
            WriteErrorLine(error.Message);
            return;
        }
        PowerShell.Create(runspace).AddCommand("Out-Default").Invoke(new[] { error.ErrorRecord });
    }

    public void Close() => Print(Console.Error, _toldMissing ? Hint : "");
    public override string ReadLine() => Console.ReadLine() ?? throw new HostException("Standard input has ended.");
    public override SecureString ReadLineAsSecureString() => throw CannotAsk;
    public override PSCredential PromptForCredential(string a, string b, string c, string d) => throw CannotAsk;
    public override PSCredential PromptForCredential(string a, string b, string c, string d, PSCredentialTypes e, PSCredentialUIOptions f) => throw CannotAsk;
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw CannotAsk;
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw CannotAsk;

    private void Print(TextWriter writer, string text, string progress = "")
    {
        Console.Error.Write(Console.IsErrorRedirected || progress == _progress ? "" : $"\r{new string(' ', _progress.Length)}\r{progress}");
        _progress = progress;
        _toldMissing |= writer == Console.Error && MissingCommand is { } name && text.Contains($"'{name}'", StringComparison.OrdinalIgnoreCase);
        writer.Write(GetOutputString(text, SupportsVirtualTerminal));
    }
}
