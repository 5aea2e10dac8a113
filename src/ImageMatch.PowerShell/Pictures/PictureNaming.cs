using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Gives pictures the names that <c>-Name</c> says: a string for one picture, or a script block that gets each file or address as <c>$_</c>.</summary>
internal sealed class PictureNaming(object? name)
{
    private readonly object? _name = name is PSObject wrapped ? wrapped.BaseObject : name;
    private bool _isUsed;

    /// <summary>The picture under its name; null where none is to be had, and why.</summary>
    /// <exception cref="ArgumentException">One name is to be that of several pictures, or it is none.</exception>
    public FoundPicture? Rename(FoundPicture picture, out ErrorRecord? failure)
    {
        failure = null;
        switch (_name)
        {
            case null:
                return picture;
            case ScriptBlock script:
                return ItemScript.TryInvoke(script, "Name", picture.Item, out var result, out failure) ? Rename(picture, result?.ToString(), out failure) : null;
            case string only:
                if (_isUsed)
                {
                    throw new ArgumentException("-Name as a string names one picture, and here are more: give a script block, such as { $_.Name }.");
                }

                _isUsed = true;
                return Rename(picture, only, out failure);
            default:
                throw new ArgumentException("-Name takes a string or a script block.");
        }
    }

    private static FoundPicture? Rename(FoundPicture picture, string? name, out ErrorRecord? failure)
    {
        failure = string.IsNullOrEmpty(name) ? ErrorRecords.NameRefused($"-Name gave no name for '{picture.Input.Location}'.", picture.Input.Location) : null;
        return failure is null ? picture with { Input = picture.Input.WithPath(name!) } : null;
    }
}
