using ImageMatch.Duplicates;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Duplicates;

/// <summary>Finds every file as it was signed, unless told otherwise.</summary>
internal sealed class TestInspector : IFileInspector
{
    private readonly Dictionary<string, FileSighting> _sightings = [];
    private readonly Dictionary<string, FileSighting> _contents = [];

    public TestInspector With(string path, FileSighting sighting)
    {
        _sightings.Add(path, sighting);
        return this;
    }

    /// <summary>What only reading the file shows.</summary>
    public TestInspector WithContent(string path, FileSighting sighting)
    {
        _contents.Add(path, sighting);
        return this;
    }

    public FileSighting Look(MatchRecord record, bool verifyContent = false, CancellationToken cancellationToken = default)
    {
        string path = record.Key.Path;
        return (verifyContent ? _contents.GetValueOrDefault(path) : null) ?? _sightings.GetValueOrDefault(path) ?? FileSighting.Unchanged(Identify(path), 1);
    }

    public FileIdentity? Identify(string path) =>
        _sightings.TryGetValue(path, out FileSighting? sighting) ? sighting.Identity : new FileIdentity(1, (ulong)path.GetHashCode(StringComparison.Ordinal));
}
