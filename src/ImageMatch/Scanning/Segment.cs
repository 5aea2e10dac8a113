using System.Runtime.CompilerServices;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Signatures of one class that follow each other in a segment.</summary>
/// <param name="End">The slot after the last.</param>
/// <param name="Bound">The bound for this class.</param>
internal readonly record struct ClassRun(int End, PruningBound Bound);

/// <summary>
/// Packed signatures sorted by class, so that a block has nearly one bound. Never changed once sealed; what is removed is marked beside it (see
/// <see cref="LiveSegment"/>). 152 bytes a signature in one piece of memory: blocks, planes, numbers, and the order of the numbers to find one by.
/// </summary>
internal sealed unsafe class Segment : IDisposable
{
    /// <summary>Signatures in a segment at most: a merge of so many takes a fraction of a second.</summary>
    public const int MaxCount = 1 << 20;

    private readonly int _capacity;
    private readonly byte* _start;
    private readonly long _planesOffset;
    private readonly long _numbersOffset;
    private readonly long _orderOffset;

    /// <summary>Makes room.</summary>
    public Segment(int capacity)
    {
        _capacity = capacity;
        _planesOffset = (long)SegmentLayout.BlocksFor(capacity) * SegmentLayout.BlockBytes;
        _numbersOffset = _planesOffset + ((long)capacity * SegmentLayout.PlaneBytes);
        _orderOffset = _numbersOffset + ((long)capacity * sizeof(long));
        Memory = new AlignedMemory(_orderOffset + ((long)capacity * sizeof(int)));
        _start = Memory.Pointer;
    }

    public AlignedMemory Memory { get; }

    public int Count { get; private set; }

    public int BlockCount => SegmentLayout.BlocksFor(Count);

    /// <summary>Of a sealed segment: its classes in the order of slots.</summary>
    public ClassRun[] Runs { get; private set; } = [];

    public ReadOnlySpan<long> Numbers => new(_start + _numbersOffset, Count);

    /// <summary>All of it, as it lies in memory.</summary>
    public ReadOnlySpan<byte> Content => new(_start, (int)Memory.Length);

    private Span<int> Order => new(_start + _orderOffset, Count);

    public byte* Block(int index) => _start + ((long)index * SegmentLayout.BlockBytes);

    /// <summary>Where the signature's bytes start; the next is a row of the block further on.</summary>
    public byte* Column(int slot) => Block(slot / SegmentLayout.BlockSlots) + (slot % SegmentLayout.BlockSlots);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong* Planes(int slot) => (ulong*)(_start + _planesOffset + ((long)slot * SegmentLayout.PlaneBytes));

    public SignatureClass ClassOf(int slot) => SignaturePacking.ClassOf(Planes(slot));

    /// <summary>The signature as it was added.</summary>
    public Signature Unpack(int slot)
    {
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        SignaturePacking.Read(Column(slot), Planes(slot), half);
        Span<sbyte> values = stackalloc sbyte[SignatureOptions.Default.ValueCount];
        PackedSignature.FromHalf(half, values);
        return new Signature(values);
    }

    /// <summary>Adds a signature before sealing, unless it has no half.</summary>
    public bool TryAdd(long number, Signature signature)
    {
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        if (!PackedSignature.TryGetHalf(signature.Values, half))
            return false;

        SignaturePacking.Write(half, Column(Count), Planes(Count));
        Append(number);
        return true;
    }

    /// <summary>Adds another segment's signature before sealing.</summary>
    public void Add(Segment other, int slot)
    {
        byte* from = other.Column(slot);
        byte* to = Column(Count);
        for (int row = 0; row < SegmentLayout.BlockBytes; row += SegmentLayout.BlockSlots)
            to[row] = from[row];

        Unsafe.CopyBlockUnaligned(Planes(Count), other.Planes(slot), SegmentLayout.PlaneBytes);
        Append(other.Numbers[slot]);
    }

    /// <summary>Makes ready what is searched by; the signatures have been added in the order of their classes.</summary>
    public void Seal()
    {
        for (int slot = 0; slot < Count; slot++)
            Order[slot] = slot;

        using var memory = new AlignedMemory((long)Count * sizeof(long));
        var numbers = new Span<long>(memory.Pointer, Count);
        Numbers.CopyTo(numbers);
        numbers.Sort(Order);
        ListRuns();
    }

    /// <summary>Fills a new segment to its capacity from what <see cref="Content"/> gave; then comes <see cref="TryAccept"/>.</summary>
    public void ReadFrom(Stream stream)
    {
        stream.ReadExactly(new Span<byte>(_start, (int)Memory.Length));
        Count = _capacity;
    }

    /// <summary>Makes ready what has been read, unless it is not what a sealed segment holds.</summary>
    public bool TryAccept()
    {
        ReadOnlySpan<long> numbers = Numbers;
        ReadOnlySpan<int> order = Order;
        for (int i = 0; i < Count; i++)
        {
            if ((uint)order[i] >= (uint)Count || (i > 0 && numbers[order[i - 1]] >= numbers[order[i]]))
                return false;

            SignatureClass own = ClassOf(i);
            if (own.NonZeros > PackedSignature.ValueCount || own.Twos > own.NonZeros || (i > 0 && own.Key < ClassOf(i - 1).Key))
                return false;
        }

        ListRuns();
        return true;
    }

    /// <summary>Which of the runs a slot is in.</summary>
    public int RunAt(int slot)
    {
        int low = 0;
        int high = Runs.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Runs[middle].End <= slot)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The slot of a number in a sealed segment, or -1.</summary>
    public int Find(long number)
    {
        ReadOnlySpan<long> numbers = Numbers;
        ReadOnlySpan<int> order = Order;
        if (number < numbers[order[0]] || number > numbers[order[^1]])
            return -1;

        int low = 0;
        int high = order.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (numbers[order[middle]] < number)
                low = middle + 1;
            else
                high = middle;
        }

        return numbers[order[low]] == number ? order[low] : -1;
    }

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();

    private void Append(long number)
    {
        ((long*)(_start + _numbersOffset))[Count] = number;
        Count++;
    }

    private void ListRuns()
    {
        var runs = new List<ClassRun>();
        for (int slot = 1; slot <= Count; slot++)
        {
            SignatureClass last = ClassOf(slot - 1);
            if (slot == Count || ClassOf(slot) != last)
                runs.Add(new ClassRun(slot, new PruningBound(last)));
        }

        Runs = [.. runs];
    }
}
