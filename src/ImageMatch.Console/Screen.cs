namespace ImageMatch.Hosting;

/// <summary>How wide the output is; nothing else of a screen is offered.</summary>
internal sealed class Screen : PSHostRawUserInterface
{
    private const int WidthOfFile = 120, Height = 50;
    public override Size WindowSize { get => new(Console.IsOutputRedirected || Console.WindowWidth < 20 ? WidthOfFile : Console.WindowWidth, Height); set { } }
    public override Size BufferSize { get => WindowSize; set { } }
    public override Size MaxWindowSize => WindowSize;
    public override Size MaxPhysicalWindowSize => WindowSize;
    public override ConsoleColor ForegroundColor { get; set; }
    public override ConsoleColor BackgroundColor { get; set; }
    public override Coordinates CursorPosition { get; set; }
    public override Coordinates WindowPosition { get; set; }
    public override int CursorSize { get; set; }
    public override string WindowTitle { get; set; } = "";
    public override bool KeyAvailable => false;
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();
    public override void FlushInputBuffer() { }
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
}
