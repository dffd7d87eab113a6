//! Loop nests that are executed as one loop (`collapse`). Inner bounds may depend on an outer
//! variable.

/// One loop of a nest: from `first` to `last`, inclusive, in steps of `step`, which is not 0.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    pub first: Bound,
    pub last: Bound,
    pub step: i128,
}

/// `constant + slope × the variable of loop number outer`, which is further out in the nest.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    pub constant: i128,
    pub slope: i128,
    pub outer: usize,
}

impl Bound {
    /// The value of the bound, given those of the loops further out.
    fn value(&self, outer: &[i128]) -> i128 {
        self.constant + outer.get(self.outer).map_or(0, |value| self.slope * value)
    }

    fn depends_on(&self, number: usize) -> bool {
        self.slope != 0 && self.outer == number
    }
}

impl Loop {
    /// The number of its iterations, given the values of the loops further out.
    fn trips(&self, outer: &[i128]) -> i128 {
        let (first, last) = (self.first.value(outer), self.last.value(outer));
        let span = if self.step > 0 { last - first } else { first - last };
        if span < 0 { 0 } else { span / self.step.abs() + 1 }
    }
}

/// Iterations of the loops from number `from` on, given the values of those further out.
fn count_from(nest: &[Loop], from: usize, values: &mut Vec<i128>) -> i128 {
    let Some(this) = nest.get(from) else { return 1 };
    let trips = this.trips(values);
    if trips == 0 {
        return 0;
    }
    let first = this.first.value(values);
    let inner = &nest[from + 1..];
    let same = !inner.iter().any(|inner| inner.first.depends_on(from) || inner.last.depends_on(from));
    let mut count = 0;
    for number in 0..if same { 1 } else { trips } {
        values.push(first + number * this.step);
        count += count_from(nest, from + 1, values);
        values.pop();
    }
    if same { count * trips } else { count }
}

/// Iterations of the whole nest.
pub fn count(nest: &[Loop]) -> u64 {
    u64::try_from(count_from(nest, 0, &mut Vec::new())).unwrap_or(u64::MAX)
}

/// The variables' values in iteration `number`, which is less than [`count`].
pub fn values_at(nest: &[Loop], number: u64) -> Vec<i128> {
    let mut values = Vec::new();
    let mut left = i128::from(number);
    for (index, this) in nest.iter().enumerate() {
        let mut value = this.first.value(&values);
        let inner = &nest[index + 1..];
        let same = !inner.iter().any(|inner| inner.first.depends_on(index) || inner.last.depends_on(index));
        loop {
            values.push(value);
            let size = count_from(nest, index + 1, &mut values);
            if same && size > 0 {
                values.pop();
                values.push(value + left / size * this.step);
                left %= size;
                break;
            }
            if left < size {
                break;
            }
            left -= size;
            values.pop();
            value += this.step;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constant(constant: i128) -> Bound {
        Bound { constant, slope: 0, outer: 0 }
    }

    #[test]
    fn a_rectangle_is_counted_by_its_sides() {
        let nest = [
            Loop { first: constant(0), last: constant(10), step: 1 },
            Loop { first: constant(2), last: constant(9), step: 3 },
            Loop { first: constant(20), last: constant(11), step: -4 },
        ];
        assert_eq!(count(&nest), 99);
        assert_eq!(values_at(&nest, 0), [0, 2, 20]);
        assert_eq!(values_at(&nest, 35), [3, 8, 12]);
        assert_eq!(values_at(&nest, 98), [10, 8, 12]);
    }

    #[test]
    fn a_triangle_is_walked_as_the_loops_would() {
        let outer = |slope| Bound { constant: 1, slope, outer: 0 };
        let nest = [
            Loop { first: constant(0), last: constant(9), step: 1 },
            Loop { first: constant(3), last: outer(-1), step: -1 },
            Loop { first: outer(1), last: constant(6), step: 2 },
        ];
        let mut wanted = Vec::new();
        for i in 0..10 {
            for j in (1 - i..=3).rev() {
                for k in (1 + i..=6).step_by(2) {
                    wanted.push(vec![i, j, k]);
                }
            }
        }
        assert_eq!(count(&nest), wanted.len() as u64);
        for (number, values) in wanted.iter().enumerate() {
            assert_eq!(values_at(&nest, number as u64), *values);
        }
    }

    #[test]
    fn an_empty_nest_has_no_iterations() {
        let nest = [
            Loop { first: constant(0), last: constant(9), step: 1 },
            Loop { first: constant(1), last: constant(0), step: 1 },
        ];
        assert_eq!(count(&nest), 0);
    }
}
