namespace ImageMatch.Scanning.Kernels;

/// <summary>Without vector instructions.</summary>
internal sealed unsafe class PlainKernel : ScanKernel
{
    /// <inheritdoc/>
    public override void Score(byte* block, byte* tables, int count, short* scores)
    {
        new Span<short>(scores, count * SegmentLayout.BlockSlots).Clear();
        for (int query = 0; query < count; query++)
        {
            byte* table = tables + (query * SegmentLayout.TableBytes);
            short* sums = scores + (query * SegmentLayout.BlockSlots);
            for (int row = 0; row < SegmentLayout.BlockRows; row++)
            {
                byte* low = table + (32 * row);
                byte* high = low + 16;
                byte* digits = block + (row * SegmentLayout.BlockSlots);
                for (int slot = 0; slot < SegmentLayout.BlockSlots; slot++)
                    sums[slot] += (short)(low[digits[slot] & 0xF] + high[digits[slot] >> 4]);
            }
        }
    }
}
