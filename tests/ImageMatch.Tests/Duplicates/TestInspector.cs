using ImageMatch.Duplicates;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Duplicates;

/// <summary>Finds every file as it was signed, unless told otherwise.</summary>
internal sealed class TestInspector : IFileInspector
{
    private readonly Dictionary<string, FileSighting> _sightings = [];

    public TestInspector With(string path, FileSighting sighting)
    {
        _sightings.Add(path, sighting);
        return this;
    }

    public FileSighting Look(MatchRecord record, CancellationToken cancellationToken = default) =>
        _sightings.GetValueOrDefault(record.Key.Path)
        ?? FileSighting.Unchanged(new FileIdentity(1, (ulong)record.Key.Path.GetHashCode(StringComparison.Ordinal)), 1);
}
