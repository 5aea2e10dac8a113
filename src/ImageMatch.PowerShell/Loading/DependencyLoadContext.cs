using System.Reflection;
using System.Runtime.Loader;

namespace ImageMatch.PowerShell.Loading;

/// <summary>
/// Holds <c>ImageMatch.Backends</c> with the packages and native libraries it stands on, so that they neither meet nor replace versions that the
/// host or another module has loaded. The engine is shared with the default context: its types pass between both.
/// </summary>
internal sealed class DependencyLoadContext(Assembly engine, string backendsPath) : AssemblyLoadContext(nameof(ImageMatch))
{
    private readonly AssemblyDependencyResolver _resolver = new(backendsPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == engine.GetName().Name)
        {
            return engine;
        }
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
