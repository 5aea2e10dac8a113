Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("PSExecutionPolicyPreference", "Bypass");
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-US"); // The language of its views and help.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
bool isFile = args is [var first, ..] && first.Equals("-File", StringComparison.OrdinalIgnoreCase);
if (args.Length == 0 || (isFile && !File.Exists(args.ElementAtOrDefault(1))))
{
    Console.Error.WriteLine(args.Length > 1 ? $"There is no script file '{args[1]}'." : "Usage: ImageMatch.Console 'SCRIPT'   or   ImageMatch.Console -File script.ps1 [arguments]");
    return 64;
}

string script = string.Join(' ', isFile ? [".", Quote(Path.GetFullPath(args[1])), .. args[2..].Select(Word), "; exit ($? ? 0 : $LASTEXITCODE ?? 1)"] : args);
string manifest = typeof(Terminal).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(item => item.Key == "ModuleManifest").Value!;
InitialSessionState state = InitialSessionState.CreateDefault2();
state.ImportPSModule([Path.GetFullPath(manifest, AppContext.BaseDirectory)]);
state.ThrowOnRunspaceOpenError = true;
var host = new ScriptHost();
using Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
bool interrupted = false;
try
{
    runspace.Open();
    runspace.SessionStateProxy.InvokeCommand.CommandNotFoundAction += (_, lookup) => host.Terminal.MissingCommand = lookup.CommandName;
    using Pipeline pipeline = runspace.CreatePipeline(script, addToHistory: true); // Others put $? back to what it was.
    pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
    pipeline.Commands.Add("Out-Default");
    Console.CancelKeyPress += (_, key) =>
    {
        key.Cancel = !interrupted && (interrupted = true); // A second one ends the process, whatever the pipeline does.
        pipeline.StopAsync();
    };
    pipeline.Invoke();
    host.ExitCode ??= runspace.CreatePipeline("$global:?").Invoke() is [{ BaseObject: true }] ? 0 : 1;
}
catch (RuntimeException e)
{
    host.ExitCode = 1;
    host.Terminal.Report(e, runspace);
}
host.Terminal.Close();
return interrupted ? 130 : host.ExitCode.Value;

static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

// As pwsh -File reads arguments: -Name value, -Name:value, -Switch, -Switch:$false, or a value alone.
static string Word(string text) =>
    Regex.Match(text, @"^(-\p{L}\w*)(?:(:)(.*))?$", RegexOptions.Singleline) is not { Success: true, Groups: var part } ? Quote(text)
    : part[3].Value.ToUpperInvariant() is "" or "$TRUE" or "$FALSE" ? text
    : part[1].Value + part[2].Value + Quote(part[3].Value);
