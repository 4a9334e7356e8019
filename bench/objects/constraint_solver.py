"""One-way constraints with strengths, solved incrementally (after DeltaBlue)."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


REQUIRED, STRONG, MEDIUM, WEAK, WEAKEST = range(5)
NONE, FORWARD, BACKWARD = range(3)


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.strength = WEAKEST
        self.stay = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def add_to(self, planner):
        self.connect()
        planner.incremental_add(self)

    def destroy(self, planner):
        if self.is_satisfied():
            planner.incremental_remove(self)
        else:
            self.disconnect()

    def is_input(self):
        return False

    def satisfy(self, mark, planner):
        """Chooses a direction; the constraint that this one overrode, if any."""
        self.choose(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise ValueError("cannot satisfy a required constraint")
            return None
        self.mark_inputs(mark)
        output = self.output()
        overridden = output.determined_by
        if overridden is not None:
            overridden.unsatisfy()
        output.determined_by = self
        if not planner.propagate(self, mark):
            raise ValueError("cycle")
        output.mark = mark
        return overridden


class UnaryConstraint(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        self.add_to(planner)

    def connect(self):
        self.variable.constraints.append(self)
        self.satisfied = False

    def disconnect(self):
        self.variable.constraints.remove(self)
        self.satisfied = False

    def choose(self, mark):
        self.satisfied = (self.variable.mark != mark and
                          self.strength < self.variable.strength)

    def is_satisfied(self):
        return self.satisfied

    def unsatisfy(self):
        self.satisfied = False

    def mark_inputs(self, mark):
        pass

    def inputs_known(self, mark):
        return True

    def output(self):
        return self.variable

    def recalculate(self):
        self.variable.strength = self.strength
        self.variable.stay = not self.is_input()
        if self.variable.stay:
            self.execute()

    def execute(self):
        pass


class Stay(UnaryConstraint):
    pass


class Edit(UnaryConstraint):
    def is_input(self):
        return True


class BinaryConstraint(Constraint):
    def __init__(self, a, b, strength, planner):
        super().__init__(strength)
        self.a = a
        self.b = b
        self.direction = NONE
        self.add_to(planner)

    def connect(self):
        self.a.constraints.append(self)
        self.b.constraints.append(self)
        self.direction = NONE

    def disconnect(self):
        self.a.constraints.remove(self)
        self.b.constraints.remove(self)
        self.direction = NONE

    def choose(self, mark):
        a, b = self.a, self.b
        self.direction = NONE
        if a.mark == mark:
            if b.mark != mark and self.strength < b.strength:
                self.direction = FORWARD
        elif b.mark == mark:
            if self.strength < a.strength:
                self.direction = BACKWARD
        elif a.strength > b.strength:
            if self.strength < a.strength:
                self.direction = BACKWARD
        elif self.strength < b.strength:
            self.direction = FORWARD

    def is_satisfied(self):
        return self.direction != NONE

    def unsatisfy(self):
        self.direction = NONE

    def input(self):
        return self.a if self.direction == FORWARD else self.b

    def output(self):
        return self.b if self.direction == FORWARD else self.a

    def mark_inputs(self, mark):
        self.input().mark = mark

    def inputs_known(self, mark):
        source = self.input()
        return source.mark == mark or source.stay or source.determined_by is None

    def recalculate(self):
        source, target = self.input(), self.output()
        target.strength = max(self.strength, source.strength)
        target.stay = source.stay
        if target.stay:
            self.execute()


class Equal(BinaryConstraint):
    def execute(self):
        self.output().value = self.input().value


class Scale(BinaryConstraint):
    """b = a * scale + offset; both of these are variables too."""

    def __init__(self, a, scale, offset, b, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(a, b, strength, planner)

    def connect(self):
        super().connect()
        self.scale.constraints.append(self)
        self.offset.constraints.append(self)

    def disconnect(self):
        super().disconnect()
        self.scale.constraints.remove(self)
        self.offset.constraints.remove(self)

    def mark_inputs(self, mark):
        super().mark_inputs(mark)
        self.scale.mark = self.offset.mark = mark

    def execute(self):
        if self.direction == FORWARD:
            self.b.value = self.a.value * self.scale.value + self.offset.value
        else:
            self.a.value = (self.b.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, target = self.input(), self.output()
        target.strength = max(self.strength, source.strength)
        target.stay = source.stay and self.scale.stay and self.offset.stay
        if target.stay:
            self.execute()


class Planner:
    def __init__(self):
        self.last_mark = 0

    def new_mark(self):
        self.last_mark += 1
        return self.last_mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark, self)
        while overridden is not None:
            overridden = overridden.satisfy(mark, self)

    def incremental_remove(self, constraint):
        output = constraint.output()
        constraint.unsatisfy()
        constraint.disconnect()
        unsatisfied = self.remove_propagating_from(output)
        for strength in range(WEAKEST + 1):
            for other in unsatisfied:
                if other.strength == strength:
                    self.incremental_add(other)

    def propagate(self, constraint, mark):
        work = [constraint]
        while work:
            item = work.pop()
            if item.output().mark == mark:
                self.incremental_remove(constraint)
                return False
            item.recalculate()
            self.add_consumers(item.output(), work)
        return True

    def remove_propagating_from(self, variable):
        variable.determined_by = None
        variable.strength = WEAKEST
        variable.stay = True
        unsatisfied = []
        work = [variable]
        while work:
            item = work.pop()
            unsatisfied += [c for c in item.constraints if not c.is_satisfied()]
            for constraint in item.constraints:
                if constraint is not item.determined_by and constraint.is_satisfied():
                    constraint.recalculate()
                    work.append(constraint.output())
        return unsatisfied

    def add_consumers(self, variable, work):
        for constraint in variable.constraints:
            if constraint is not variable.determined_by and constraint.is_satisfied():
                work.append(constraint)

    def make_plan(self, sources):
        mark = self.new_mark()
        plan = []
        work = [c for c in sources if c.is_input() and c.is_satisfied()]
        while work:
            constraint = work.pop()
            output = constraint.output()
            if output.mark != mark and constraint.inputs_known(mark):
                plan.append(constraint)
                output.mark = mark
                self.add_consumers(output, work)
        return plan

    def change(self, variable, values):
        edit = Edit(variable, STRONG, self)
        plan = self.make_plan([edit])
        for value in values:
            variable.value = value
            for constraint in plan:
                constraint.execute()
        edit.destroy(self)


def chain(n):
    """A value travels through n equalities."""
    planner = Planner()
    variables = [Variable("v%d" % i) for i in range(n + 1)]
    for a, b in zip(variables, variables[1:]):
        Equal(a, b, REQUIRED, planner)
    Stay(variables[-1], MEDIUM, planner)
    planner.change(variables[0], range(100))
    return variables[-1].value


def projection(n):
    """Pairs of variables in a linear relation, changed at either end."""
    planner = Planner()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    pairs = []
    for i in range(n):
        source = Variable("source%d" % i, i)
        target = Variable("target%d" % i, i)
        Stay(source, WEAK, planner)
        Scale(source, scale, offset, target, REQUIRED, planner)
        pairs.append((source, target))
    source, target = pairs[-1]
    planner.change(source, [17])
    first = target.value
    planner.change(target, [1050])
    second = source.value
    planner.change(scale, range(1, 6))
    planner.change(offset, range(2000))
    return first, second, sum(target.value for _, target in pairs)


def constraint_solver(n):
    return chain(n), projection(n)


if __name__ == "__main__":
    measure("constraint_solver", constraint_solver, 1_500,
            expect=(99, (1170, 5, 8612280)),
            small=((150,), (99, (1170, 5, 355005))))
