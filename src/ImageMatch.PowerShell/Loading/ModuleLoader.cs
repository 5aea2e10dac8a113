using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.Loader;

namespace ImageMatch.PowerShell.Loading;

/// <summary>Answers, while the module is imported anywhere in the process, where <c>ImageMatch.Backends</c> is: in a load context of its own.</summary>
public sealed class ModuleLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Backends = "ImageMatch.Backends";

    private static readonly Lock Gate = new();
    private static readonly HashSet<Guid> Runspaces = [];
    // Loaded at import, so that scripts can name the engine's types.
    private static readonly Assembly Engine = typeof(SignatureProfile).Assembly;
    private static readonly Lazy<DependencyLoadContext> Dependencies = new(() =>
        new(Engine, Path.Combine(Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!, "Dependencies", Backends + ".dll")));

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            if (Runspaces.Count == 0)
            {
                AssemblyLoadContext.Default.Resolving += Resolve;
            }
            Runspaces.Add(CurrentRunspace);
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            // Other runspaces go on using the module: the handler leaves with the last of them.
            if (Runspaces.Remove(CurrentRunspace) && Runspaces.Count == 0)
            {
                AssemblyLoadContext.Default.Resolving -= Resolve;
            }
        }
    }

    private static Guid CurrentRunspace => Runspace.DefaultRunspace?.InstanceId ?? Guid.Empty;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Backends ? Dependencies.Value.LoadFromAssemblyName(name) : null;
}
