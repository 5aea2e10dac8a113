using System.Runtime.InteropServices;
using System.Text;

namespace ImageMatch.Ratios;

/// <summary>libpuzzle, another library that signs pictures (version 0.11, puzzle.h).</summary>
internal sealed unsafe partial class Puzzle : IDisposable
{
    private const string Library = "libpuzzle.so.1";

    /// <summary>Its own limit of 3000 pixels a side would refuse pictures of 12 megapixels.</summary>
    private const uint MaxSide = 10_000;

    /// <summary>More than its structures take.</summary>
    private const int StructureBytes = 4096;

    private readonly byte* _context = (byte*)NativeMemory.AllocZeroed(StructureBytes);

    public Puzzle()
    {
        InitContext(_context);
        _ = SetMaxWidth(_context, MaxSide);
        _ = SetMaxHeight(_context, MaxSide);
    }

    public static bool IsInstalled => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Signs a file.</summary>
    public void Sign(string file)
    {
        byte* vector = stackalloc byte[StructureBytes];
        InitVector(_context, vector);
        int failure;
        fixed (byte* path = Encoding.UTF8.GetBytes(file + "\0"))
            failure = FillVector(_context, vector, path);

        FreeVector(_context, vector);
        if (failure != 0)
            throw new InvalidDataException($"libpuzzle cannot sign {file}.");
    }

    public void Dispose()
    {
        FreeContext(_context);
        NativeMemory.Free(_context);
    }

    [LibraryImport(Library, EntryPoint = "puzzle_init_context")]
    private static partial void InitContext(byte* context);

    [LibraryImport(Library, EntryPoint = "puzzle_free_context")]
    private static partial void FreeContext(byte* context);

    [LibraryImport(Library, EntryPoint = "puzzle_set_max_width")]
    private static partial int SetMaxWidth(byte* context, uint width);

    [LibraryImport(Library, EntryPoint = "puzzle_set_max_height")]
    private static partial int SetMaxHeight(byte* context, uint height);

    [LibraryImport(Library, EntryPoint = "puzzle_init_cvec")]
    private static partial void InitVector(byte* context, byte* vector);

    [LibraryImport(Library, EntryPoint = "puzzle_fill_cvec_from_file")]
    private static partial int FillVector(byte* context, byte* vector, byte* file);

    [LibraryImport(Library, EntryPoint = "puzzle_free_cvec")]
    private static partial void FreeVector(byte* context, byte* vector);
}
