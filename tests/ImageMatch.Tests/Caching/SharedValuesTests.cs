using ImageMatch.Backends.Caching;

namespace ImageMatch.Tests.Caching;

/// <summary>What is shared within a process, and for how long.</summary>
public sealed class SharedValuesTests
{
    [Fact]
    public void A_value_is_shared_while_somebody_uses_it_and_for_a_while_after()
    {
        var values = new SharedValues<string, object>(TimeSpan.FromMinutes(1), _ => Assert.Fail("It is in use."));
        object first = values.Acquire("a", () => new object());

        Assert.Same(first, values.Acquire("a", () => new object()));
        Assert.NotSame(first, values.Acquire("b", () => new object()));
        values.Release("a");
        values.Release("a");
        Assert.Same(first, values.Acquire("a", () => new object()));
    }

    [Fact]
    public void A_value_that_nobody_has_used_for_a_while_is_given_up()
    {
        object? givenUp = null;
        var values = new SharedValues<string, object>(TimeSpan.FromMilliseconds(1), value => givenUp = value);
        object first = values.Acquire("a", () => new object());
        Thread.Sleep(20);
        Assert.Same(first, values.Acquire("a", () => new object()));
        values.Release("a");
        values.Release("a");

        Assert.True(SpinWait.SpinUntil(() => givenUp is not null, TimeSpan.FromSeconds(20)));
        Assert.Same(first, givenUp);
        Assert.NotSame(first, values.Acquire("a", () => new object()));
    }
}
