using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>
/// The pictures that are compared, in the least memory. Records of equal signatures are one picture, unless they must be told apart: those of the reference,
/// and those that were decided to match not everything.
/// </summary>
/// <param name="decisions">What was decided.</param>
internal sealed class PictureTable(IReadOnlyList<MatchDecision> decisions)
{
    private readonly HashSet<(string, string)> _notMatching =
        [.. decisions.Where(decision => decision.Decision == DecisionKind.NotAMatch).Select(decision => (decision.ContentHash, decision.OtherContentHash!))];

    private readonly HashSet<string> _toldApart = decisions
        .Where(decision => decision.Decision == DecisionKind.NotAMatch)
        .SelectMany(decision => new[] { decision.ContentHash, decision.OtherContentHash! })
        .ToHashSet(StringComparer.Ordinal);

    private readonly Dictionary<UInt128, int> _pictureOf = [];
    private readonly List<Picture> _pictures = [];
    private readonly Dictionary<int, string> _contents = [];
    private readonly List<Row> _rows = [];

    /// <summary>How many pictures there are; they are numbered from 0 in the order in which they were added.</summary>
    public int Count => _pictures.Count;

    /// <summary>Adds a record.</summary>
    /// <returns>The picture's number, and whether it is a new one.</returns>
    public (int Picture, bool IsNew) Add(MatchRecord record, bool isReference, bool isRecent)
    {
        string? content = record.Facts.ContentHash is { } hash && _toldApart.Contains(hash) ? hash : null;
        _rows.Add(new Row(record.Id, -1, isRecent));
        int row = _rows.Count - 1;
        if (!isReference)
        {
            ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(_pictureOf, KeyOf(record.Signature, content), out bool exists);
            if (exists)
            {
                Picture picture = _pictures[known];
                _rows[picture.LastRow] = _rows[picture.LastRow] with { Next = row };
                _pictures[known] = picture with { LastRow = row, IsRecent = picture.IsRecent || isRecent };
                return (known, false);
            }

            known = _pictures.Count;
        }

        _pictures.Add(new Picture(SignatureBytes.Write(record.Signature), row, row, isReference, isRecent));
        if (content is not null)
            _contents.Add(_pictures.Count - 1, content);
        return (_pictures.Count - 1, true);
    }

    /// <summary>Releases what only adding needs.</summary>
    public void Seal()
    {
        _pictureOf.Clear();
        _pictureOf.TrimExcess();
    }

    /// <summary>Whether the picture lies in the reference.</summary>
    public bool IsReference(int picture) => _pictures[picture].IsReference;

    /// <summary>Whether a record of it was added since the time that was asked for.</summary>
    public bool IsRecent(int picture) => _pictures[picture].IsRecent;

    /// <summary>Its signature.</summary>
    public Signature SignatureOf(int picture) => SignatureBytes.Read(_pictures[picture].Signature);

    /// <summary>Its records, in the order in which they were added.</summary>
    public IEnumerable<GroupRow> RowsOf(int picture)
    {
        for (int row = _pictures[picture].FirstRow; row >= 0; row = _rows[row].Next)
            yield return new GroupRow(row, _rows[row].Id, _rows[row].IsRecent, picture);
    }

    /// <summary>Whether two pictures may be copies of each other at all.</summary>
    public bool MayMatch(int one, int other)
    {
        if (one == other || (_pictures[one].IsReference && _pictures[other].IsReference))
            return false;
        return _contents.Count == 0
            || !_contents.TryGetValue(one, out string? first)
            || !_contents.TryGetValue(other, out string? second)
            || !(_notMatching.Contains((first, second)) || _notMatching.Contains((second, first)));
    }

    private static UInt128 KeyOf(Signature signature, string? content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (content is null)
            SHA256.HashData(MemoryMarshal.AsBytes(signature.Values), hash);
        else
            SHA256.HashData([.. MemoryMarshal.AsBytes(signature.Values), .. Encoding.UTF8.GetBytes(content)], hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    private readonly record struct Row(string Id, int Next, bool IsRecent);

    private readonly record struct Picture(byte[] Signature, int FirstRow, int LastRow, bool IsReference, bool IsRecent);
}
