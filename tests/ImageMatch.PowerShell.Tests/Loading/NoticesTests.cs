using System.Text.Json;
using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Loading;

/// <summary>The licences of what the module ships.</summary>
public class NoticesTests
{
    private static readonly string Module = Path.GetDirectoryName(StagedModule.Manifest)!;

    [Fact]
    public void Every_package_in_the_module_is_named_in_the_notices()
    {
        string notices = File.ReadAllText(Path.Combine(Module, "THIRD-PARTY-NOTICES.md"));
        using JsonDocument dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(Module, "bin", "Dependencies", "ImageMatch.Backends.deps.json")));
        string[] packages =
        [
            .. dependencies.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => library.Name.Split('/')[0]),
        ];

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Contains(package.StartsWith("NetVips.Native.", StringComparison.Ordinal) ? "NetVips.Native" : package, notices, StringComparison.Ordinal));
    }

    [Fact]
    public void The_texts_that_the_licences_ask_for_are_in_the_module()
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(Module, "licenses"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Module, file).Replace('\\', '/'))];

        Assert.All(["LGPL-3.0.txt", "GPL-3.0.txt", "Apache-2.0.txt", "Polly.Core/LICENSE", "Magick.NET-Q8-AnyCPU/Notice.txt"], name => Assert.Contains($"licenses/{name}", files));
        Assert.Contains(files, file => file.StartsWith("licenses/NetVips.Native.", StringComparison.Ordinal) && file.EndsWith("/THIRD-PARTY-NOTICES.md", StringComparison.Ordinal));
    }
}
